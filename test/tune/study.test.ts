import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OgeeError, UsageError } from '../../src/base/index.ts'
import { Journal } from '../../src/tune/journal.ts'
import { openStudy, trialOf } from './example-study.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ogee-study-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const keysOf = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`)

function startWriter(pause: number, keys: readonly string[]) {
  const script = fileURLToPath(new URL('./study-writer.ts', import.meta.url))
  const writer = spawn(process.execPath, [script, directory, `${pause}`, ...keys], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return { writer, said: writer.stdout.setEncoding('utf8') }
}

describe('a study', () => {
  it('keeps what it is given, over processes, bit for bit', () => {
    const attributes = {
      learningRate: [0.1 + 0.2, 1e-300],
      logLoss: NaN,
      bound: -Infinity,
      note: 'NaN "ü" \u2028',
    }
    const curve = { train: [1, 0.1 + 0.2], validation: [NaN, Infinity] }
    openStudy(directory).record(trialOf('gelu/0/3', { value: 0.1 + 0.2, attributes }), curve)
    const again = openStudy(directory)
    expect(again.finished().get('gelu/0/3')).toEqual({
      key: 'gelu/0/3',
      params: { activation: 'gelu', fold: 3, lr: 0.003 },
      value: 0.1 + 0.2,
      attributes,
    })
    expect(again.curves()).toEqual(new Map([['gelu/0/3', curve]]))
  })

  it('counts a diverged training as finished, and Optuna sees it as failed', () => {
    openStudy(directory).record(trialOf('a', { value: NaN }))
    expect(openStudy(directory).finished().get('a')?.value).toBeNaN()
    const trial = new Journal(join(directory, 'journal.log')).state.study('example')?.trials[0]
    expect(trial).toMatchObject({ state: 3, values: null })
  })

  it('keeps the first of two results of one key, and drops attributes that are null', () => {
    const [here, there] = [openStudy(directory), openStudy(directory)]
    here.record(trialOf('a', { value: 1, attributes: { nothing: null } }))
    there.record(trialOf('a', { value: 2 }))
    expect(there.finished().get('a')).toMatchObject({ value: 1, attributes: {} })
    expect(openStudy(directory).finished().size).toBe(1)
  })

  it('refuses a value outside the space', () => {
    const study = openStudy(directory)
    expect(() => study.record(trialOf('a', { params: { activation: 'mish' } }))).toThrow(
      /activation: value outside/,
    )
    expect(() => study.record(trialOf('a', { params: { lr: 1 } }))).toThrow(
      /lr: value outside its distribution/,
    )
  })

  it('ignores a torn curve and a curve whose trial was lost, and says which line is damaged', () => {
    const study = openStudy(directory)
    study.record(trialOf('a'), { train: [1] })
    const path = join(directory, 'curves.ndjson')
    appendFileSync(path, '{"key":"b","train":[2]}\n{"key":"a","tr')
    expect(study.curves()).toEqual(new Map([['a', { train: [1] }]]))
    study.record(trialOf('c'), { train: [3] })
    expect([...openStudy(directory).curves().keys()]).toEqual(['a', 'c'])
    appendFileSync(path, 'nonsense\n')
    expect(() => study.curves()).toThrow(/curves\.ndjson, line 4: not a curve/)
  })
})

describe('a study directory', () => {
  it('refuses another configuration and shows the difference field by field', () => {
    openStudy(directory)
    const configuration = {
      activations: ['relu', 'gelu'],
      data: { rows: 340, file: 'penguins.csv' },
      folds: 5,
    }
    const opening = () => openStudy(directory, { configuration })
    expect(opening).toThrow(UsageError)
    expect(opening).toThrow(
      /data\.rows: 344 there, 340 now\n {2}seed: 0 there, nothing now\n {2}folds: nothing there, 5 now/,
    )
    expect(opening).not.toThrow(/activations|penguins/)
  })

  it('refuses results whose configuration is missing or damaged', () => {
    openStudy(directory)
    const path = join(directory, 'config.json')
    writeFileSync(path, '{"activations":')
    expect(() => openStudy(directory)).toThrow(/config\.json: missing or damaged/)
    rmSync(path)
    expect(() => openStudy(directory)).toThrow(/config\.json: missing or damaged/)
  })

  it('is made with its parents, and cannot be made below a file', () => {
    expect(existsSync(openStudy(join(directory, 'a', 'b')).directory)).toBe(true)
    writeFileSync(join(directory, 'file'), '')
    expect(() => openStudy(join(directory, 'file', 'study'))).toThrow(OgeeError)
    expect(() => openStudy(join(directory, 'file', 'study'))).toThrow(/part of the path is a file/)
    expect(() => openStudy(join(directory, 'file'))).toThrow(/a file is where a directory should be/)
  })

  it.runIf(existsSync('/dev/full'))(
    'says that the disk is full, and has lost nothing (needs /dev/full)',
    () => {
      const study = openStudy(directory)
      study.record(trialOf('a'))
      symlinkSync('/dev/full', join(directory, 'curves.ndjson'))
      expect(() => study.record(trialOf('b'), { train: [1] })).toThrow(OgeeError)
      expect(() => study.record(trialOf('b'), { train: [1] })).toThrow(/curves\.ndjson: the disk is full/)
      expect([...openStudy(directory).finished().keys()]).toEqual(['a'])
    },
  )
})

describe('a study whose process is killed', () => {
  it('has everything that the process had reported, and continues to the end', async () => {
    const keys = keysOf('t', 30)
    const { writer, said } = startWriter(5, keys)
    let reported = ''
    for await (const text of said) {
      reported += text
      if (reported.split('\n').length > 8) writer.kill('SIGKILL')
    }
    const before = reported.trimEnd().split('\n')
    const resumed = openStudy(directory)
    expect(resumed.finished().size).toBeLessThan(keys.length)
    expect([...resumed.finished().keys()]).toEqual(expect.arrayContaining(before))
    const { writer: second, said: rest } = startWriter(0, keys)
    rest.resume()
    expect(await once(second, 'exit')).toEqual([0, null])
    const done = openStudy(directory)
    expect([...done.finished().keys()].toSorted()).toEqual(keys.toSorted())
    expect(done.curves().size).toBe(keys.length)
  })
})

describe('a study that three processes write at once', () => {
  it('has every trial once, also those that all three worked on', async () => {
    const common = keysOf('common', 10)
    const writers = ['x', 'y', 'z'].map((prefix) => startWriter(0, [...keysOf(prefix, 20), ...common]))
    for (const { said } of writers) said.resume()
    const exits = await Promise.all(writers.map(({ writer }) => once(writer, 'exit')))
    expect(exits).toEqual([
      [0, null],
      [0, null],
      [0, null],
    ])
    const trials = new Journal(join(directory, 'journal.log')).state.study('example')?.trials ?? []
    const keys = trials.map((trial) => trial.userAttributes.get('key'))
    expect(keys.length).toBe(70)
    expect(new Set(keys).size).toBe(70)
    expect(trials.map(({ number }) => number)).toEqual(keys.map((_, i) => i))
    expect(readFileSync(join(directory, 'curves.ndjson'), 'utf8').split('\n').length).toBe(71)
  })
})
