/** `ogee recommend`: advice for people and programs, and a command that really runs. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RecommendRecord } from '../../src/records/recommend.ts'
import { ogee, PENGUINS, temporaryFolder } from './command.ts'

const folder = temporaryFolder()

describe('ogee recommend', () => {
  it('says what to use, why, on what that rests, and how to test it', async () => {
    const { status, stdout, stderr } = await ogee(
      folder,
      'recommend',
      '--task',
      'multiclass',
      '--seen',
      'dead-units',
    )
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^multiclass · mlp · 2 hidden layers · seen: deadUnits\n/)
    expect(stdout).toMatch(/^hidden +leakyRelu$/m)
    expect(stdout).toMatch(/theory · seen: deadUnits · Maas/)
    expect(stdout).toMatch(/folklore · seen: deadUnits · Karpathy/)
    expect(stdout).toMatch(/^to test it +ogee compare DATA --target COLUMN .*leakyRelu/m)
    expect(stdout).toMatch(/no activation may win/)
    expect(stdout).not.toContain('\u001b')
  })

  it('writes JSON to a file or to the standard output, the same', async () => {
    const args = ['recommend', 'my.csv', '--task', 'regression', '--target', 'price', '--depth', '20']
    const { stdout } = await ogee(folder, ...args, '--json', '-')
    expect((await ogee(folder, ...args, '--json', 'advice.json')).stdout).toMatch(/^regression/)
    expect(readFileSync(join(folder, 'advice.json'), 'utf8')).toBe(stdout)
    const record = JSON.parse(stdout) as RecommendRecord
    expect(record).toMatchObject({ schema: 1, command: 'recommend', situation: { depth: 20 } })
    expect(record.compare.line).toMatch(/^ogee compare my.csv --target price /)
  })

  it('gives a command that trains on the data', async () => {
    const args = ['recommend', PENGUINS, '--target', 'species', '--task', 'multiclass', '--json', '-']
    const { compare } = JSON.parse((await ogee(folder, ...args)).stdout) as RecommendRecord
    const quick = ['--folds', '2', '--repeats', '1', '--epochs', '1', '--no-early-stopping', '--lr', '0.01']
    const { status, stderr } = await ogee(folder, ...compare.line.split(' ').slice(1), ...quick)
    expect([status, stderr]).toEqual([0, ''])
  })

  it.each([
    [['--task', 'clasification'], /"clasification"[\s\S]*classification/],
    [['--task', 'binary', '--matters', 'sped'], /"sped"[\s\S]*speed/],
    [['--task', 'binary', '--depth', '-1'], /whole number/],
    [['--task', 'binary', '--depth', '0', '--seen', 'deadUnits'], /no hidden units/],
    [[], /--task/],
  ])('%j is a mistake in the call: ends with 2 and says how to mend it', async (args, says) => {
    const { status, stdout, stderr } = await ogee(folder, 'recommend', ...args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(says)
    expect(stderr).not.toMatch(/\n {4}at |defect/)
  })

  it('tells of a file that cannot be written, and ends with 1', async () => {
    const { status, stderr } = await ogee(folder, 'recommend', '--task', 'binary', '--json', 'no/where.json')
    expect(status).toBe(1)
    expect(stderr).toMatch(/no\/where\.json cannot be written/)
  })
})
