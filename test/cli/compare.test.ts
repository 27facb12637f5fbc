/** `ogee compare` from data to verdict: reproducible, resumable, and exact about what it was asked. */

import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { CompareRecord } from '../../src/records/compare.ts'
import { MAIN, ogee, PENGUINS, temporaryFolder } from './command.ts'

const QUICK = ['--activations', 'relu,tanh', '--folds', '3', '--repeats', '1', '--hidden', '8']
const FIXED = [...QUICK, '--lr', '0.01', '--epochs', '3', '--no-early-stopping']

async function result(folder: string, ...args: readonly string[]): Promise<CompareRecord> {
  const { status, stdout, stderr } = await ogee(folder, 'compare', ...args, '--json', '-')
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return JSON.parse(stdout) as CompareRecord
}

const penguins = (folder: string, ...args: readonly string[]) =>
  result(folder, PENGUINS, '--target', 'species', ...args)

/** A time is measured, and differs from run to run; nothing else may. */
function withoutTimes(record: CompareRecord): string {
  return JSON.stringify(record, (key, value) => (key === 'secondsPerEpoch' ? undefined : value))
}

describe('ogee compare', () => {
  it('gives the same JSON for the same seed, whatever the number of workers', async () => {
    const records: CompareRecord[] = []
    for (const workers of ['1', '2', '3'])
      records.push(await penguins(temporaryFolder(), ...QUICK, '--epochs', '10', '--workers', workers))
    expect(new Set(records.map(withoutTimes)).size).toBe(1)
    const other = await penguins(temporaryFolder(), ...QUICK, '--epochs', '10', '--seed', '1')
    expect(withoutTimes(other)).not.toBe(withoutTimes(records[0] as CompareRecord))
  })

  it('keeps with each training how the cores were shared out, and in the JSON nothing of it', async () => {
    const folder = temporaryFolder()
    const record = await penguins(folder, ...FIXED, '--workers', '1', '--study', 'study')
    const journal = readFileSync(join(folder, 'study', 'journal.log'), 'utf8')
      .trim()
      .split('\n')
    const kept = journal.flatMap((line) => JSON.parse(line).user_attrs ?? [])
    expect(kept).toHaveLength(6)
    for (const attributes of kept)
      expect(attributes).toMatchObject({ workers: 1, threads: availableParallelism() })
    expect(JSON.stringify(record)).not.toMatch(/workers|threads/)
  })

  it('gives an activation the same scores in whatever company', async () => {
    const both = await penguins(temporaryFolder(), ...FIXED)
    const turned = await penguins(temporaryFolder(), ...FIXED, '--activations', 'tanh,relu,tanh')
    const scores = ({ activations }: CompareRecord) =>
      Object.fromEntries(activations.map(({ name, metrics }) => [name, metrics]))
    expect(scores(turned)).toEqual(scores(both))
  })

  it('names its fields as documented, best first', async () => {
    const record = await penguins(temporaryFolder(), ...FIXED)
    const { data, activations, ...rest } = record
    expect(rest).toMatchObject({
      schema: 1,
      command: 'compare',
      target: 'species',
      task: 'multiclass',
      metric: 'accuracy',
      folds: 3,
      repeats: 1,
      seed: 0,
      hidden: [8],
    })
    expect(data).toMatchObject({ rows: 344, used: 344 })
    expect(data.columns.map(({ name }) => name)).toContain('bill_length_mm')
    const [best, second] = activations
    expect(best?.toBest).toBeNull()
    expect(Object.keys(second?.toBest ?? {}).sort()).toEqual(
      ['difference', 'high', 'low', 'pBetter', 'pCorrected', 'pEquivalent', 'pWorse'].sort(),
    )
    expect(best?.metrics.accuracy?.scores).toHaveLength(3)
    expect(best?.epochs).toEqual([3, 3, 3])
    expect(best?.learningRate).toEqual([0.01, 0.01, 0.01])
  })

  it('compares formulas beside the catalogue, a known one with the scores of its name', async () => {
    const folder = temporaryFolder()
    const long = 'x > 0 ? x : a*expm1(x) where a = learned(1)'
    const own = ['--activation', 'x * sigmoid(x)', '--activation', 'mine = max(x, 0)', '--activation', long]
    const args = [PENGUINS, '--target', 'species', ...FIXED, '--activations', 'silu,relu', ...own]
    const record = await result(folder, ...args)
    const scores = new Map(record.activations.map(({ name, metrics }) => [name, metrics]))
    expect(scores.get('x * sigmoid(x)')).toEqual(scores.get('silu'))
    expect(scores.get('mine')).toEqual(scores.get('relu'))
    const formulas = record.activations.map(({ name, formula }) => [name, formula])
    expect(new Map(formulas as [string, string][])).toEqual(
      new Map([
        ['silu', undefined],
        ['relu', undefined],
        ['x * sigmoid(x)', 'x * sigmoid(x)'],
        ['mine', 'max(x, 0)'],
        ['f3', long],
      ]),
    )
    // The study of the same command is taken over; of another formula by the same name it is not.
    const again = await ogee(folder, 'compare', ...args, '--report', 'report.html')
    expect(again.stdout).toContain(`f3 = ${long}`)
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('Formula of mine')
    expect(readdirSync(join(folder, '.ogee'))).toHaveLength(1)
    await result(folder, ...args.map((arg) => arg.replace('max(x, 0)', 'max(x, 1)')))
    expect(readdirSync(join(folder, '.ogee'))).toHaveLength(2)
  })

  it('goes on after kill -9, repeats nothing that had finished, and ends with the same JSON', async () => {
    const folder = temporaryFolder()
    const few = ['--activations', 'relu,tanh,gelu', '--repeats', '2', '--epochs', '20', '--lr', '0.01']
    const args = [PENGUINS, '--target', 'species', ...few, '--study', 'study']
    const child = spawn(process.execPath, [MAIN, 'compare', ...args], { cwd: folder, stdio: 'ignore' })
    const finished = () => {
      try {
        const lines = readFileSync(join(folder, 'study', 'journal.log'), 'utf8').split('\n')
        return lines.filter((line) => line.includes('"op_code":4')).length
      } catch {
        return 0
      }
    }
    while (finished() < 3 && child.exitCode === null) await sleep(5)
    child.kill('SIGKILL')
    const kept = finished()
    expect(kept).toBeGreaterThanOrEqual(3)
    expect(kept).toBeLessThan(30)
    const resumed = await result(folder, ...args)
    expect(finished()).toBe(30)
    const whole = await result(temporaryFolder(), ...args)
    expect(withoutTimes(resumed)).toBe(withoutTimes(whole))
  })

  it('says after Ctrl-C what is kept, and ends with 130', async () => {
    const folder = temporaryFolder()
    const args = ['compare', PENGUINS, '--target', 'species', '--study', 'study']
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let stderr = ''
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    while (!readdirSync(folder).includes('study') && child.exitCode === null) await sleep(5)
    await sleep(100)
    child.kill('SIGINT')
    const code = await new Promise((resolve) => child.on('exit', resolve))
    expect(code).toBe(130)
    expect(stderr).toMatch(/of 80 trainings are kept in .*study/)
  })

  it('shows where a training step goes when it is asked to, of the first activation, and in the JSON', async () => {
    const folder = temporaryFolder()
    const args = ['compare', PENGUINS, '--target', 'species', ...FIXED, '--study', 'study', '--profile']
    const { stdout } = await ogee(folder, ...args)
    expect(stdout).toMatch(/A training step of \d+ rows with relu takes [\d.]+ µs on one thread/)
    expect(stdout).toContain('contract ay,zy->az')
    const { profile, activations } = await result(folder, ...args.slice(1))
    expect(profile?.activation).toBe('relu')
    expect(profile?.kernels.length).toBeGreaterThan(10)
    expect(activations).toHaveLength(2)
    expect(await penguins(folder, ...FIXED, '--study', 'study')).not.toHaveProperty('profile')
  })

  it('refuses another configuration in the same study, and shows the difference', async () => {
    const folder = temporaryFolder()
    await penguins(folder, ...FIXED, '--study', 'study')
    const args = ['compare', PENGUINS, '--target', 'species', ...FIXED, '--study', 'study', '--seed', '5']
    const { status, stderr } = await ogee(folder, ...args)
    expect(status).toBe(2)
    expect(stderr).toMatch(/seed[\s\S]*5/)
  })

  it('takes folds from a file, and leaves out rows of fold -1', async () => {
    const folds = Array.from({ length: 344 }, (_, i) => (i % 10 === 0 ? -1 : i % 2))
    const folder = temporaryFolder({ 'folds.csv': `fold\n${folds.join('\n')}\n` })
    const record = await penguins(folder, ...FIXED, '--fold-file', 'folds.csv')
    expect(record.folds).toBe(2)
    expect(record.data).toMatchObject({ rows: 344, used: 309 })
  })

  it('scores a regression in the unit of its target, and reads SQL', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i},${1000 + 50 * i}`)
    const folder = temporaryFolder({ 'line.csv': `a,price\n${rows.join('\n')}\n` })
    const query = "SELECT a / 10 AS tenth, price FROM 'line.csv'"
    const args = ['--numeric', 'tenth', '--lr', '0.01', '--epochs', '60', '--no-early-stopping']
    const record = await result(folder, '--sql', query, '--target', 'price', '--activations', 'relu', ...args)
    expect(record).toMatchObject({ task: 'regression', metric: 'r2', winner: null })
    const metrics = record.activations[0]?.metrics
    expect(metrics?.r2?.mean).toBeGreaterThan(0.8)
    expect(metrics?.mae?.mean).toBeGreaterThan(1)
    expect(metrics?.mae?.mean).toBeLessThan(500)
  })

  it('writes a report that stands alone, tells of columns, and keeps quiet without a terminal', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'report.html'), 'an older one')
    const { status, stdout, stderr } = await ogee(
      folder,
      ...['compare', PENGUINS, '--target', 'species', ...QUICK, '--epochs', '5'],
      ...['--report', 'report.html', '--columns', '--drop', 'year'],
    )
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/bill_length_mm +number +standardised/)
    expect(stdout).toMatch(/year +\w+ +dropped/)
    const html = readFileSync(join(folder, 'report.html'), 'utf8')
    expect(html).toMatch(/^<!doctype html>/i)
    expect(html).not.toMatch(/(src|href)="https?:/)
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([])
  })

  it('trains without hidden layers, and two classes get a ROC AUC', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 17},${i % 17 > 8 ? 'in' : 'out'}`)
    const folder = temporaryFolder({ 'two.csv': `a,y\n${rows.join('\n')}\n` })
    const record = await result(
      folder,
      'two.csv',
      '--target',
      'y',
      '--activations',
      'gelu',
      '--hidden',
      'none',
    )
    expect(record.task).toBe('binary')
    expect(record.activations[0]?.metrics.rocAuc?.mean).toBeGreaterThan(0.9)
  })
})
