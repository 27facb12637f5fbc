/**
 * `npm run growth`: how the cost of a training grows with the batch, the width, the depth and the rows, and
 * that of a comparison with its folds and workers. Writes `growth.json` and a figure, `figures/growth.svg`.
 *
 * Times are medians of interleaved rounds over the points of a series, each after a round that does not count.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, View } from 'vega'
import { compile } from 'vega-lite'
import { compare } from '../src/compare/compare.ts'
import { ogeeSystem } from './ogee.ts'
import { describeMachine } from './results.ts'
import type { Activation } from './system.ts'
import { training } from './work.ts'

interface Point {
  readonly series: string
  /** What is varied, and its value. */
  readonly x: number
  readonly value: number
  readonly unit: string
}

/** Something to time, and what its seconds mean. */
interface Case {
  readonly x: number
  readonly run: () => Promise<void>
  readonly figure: (seconds: number) => number
}

const ROUNDS = 5
/** A run has so many steps that it takes some milliseconds. */
const MULTIPLICATIONS = 2e8
const system = ogeeSystem(1)

const points: Point[] = [
  ...(await measure('step, by batch (64-64-64-10)', 'µs a row', powers(8, 1024).map(batchCase))),
  ...(await measure('step, by width (64-w-w-10, batch 64)', 'GFLOP/s', powers(8, 1024).map(widthCase))),
  ...(await measure('step, by hidden layers of 64 (batch 32)', 'µs', powers(1, 32).map(depthCase))),
  ...(await measure(
    'epoch, by rows (20-64-32-10, batch 64)',
    'µs a row',
    [1e3, 1e4, 1e5, 1e6].map(rowsCase),
  )),
  ...(await measure('comparison of 2 on penguins, by folds', 's', [2, 3, 5, 10, 20].map(foldsCase))),
  ...(await measure('comparison of 2 on penguins, by workers', 's', workerCounts().map(workersCase))),
]
const folder = import.meta.dirname
writeFileSync(
  join(folder, 'growth.json'),
  `${JSON.stringify({ machine: describeMachine(), points }, null, 2)}\n`,
)
mkdirSync(join(folder, 'figures'), { recursive: true })
writeFileSync(join(folder, 'figures/growth.svg'), await draw(points))

async function measure(series: string, unit: string, cases: readonly Promise<Case>[]): Promise<Point[]> {
  const all = await Promise.all(cases)
  const times = all.map((): number[] => [])
  for (let round = 0; round <= ROUNDS; round++)
    for (const [i, { run, figure }] of all.entries()) {
      const start = performance.now()
      await run()
      if (round > 0) times[i]?.push(figure((performance.now() - start) / 1000))
    }
  process.stderr.write(`${series}\n`)
  return all.map(({ x }, i) => {
    const sorted = (times[i] as number[]).toSorted((a, b) => a - b)
    return { series, x, value: sorted[sorted.length >> 1] as number, unit }
  })
}

async function stepCase(
  x: number,
  sizes: readonly number[],
  rows: number,
  figure: (secondsPerStep: number, flop: number) => number,
): Promise<Case> {
  const hidden = Array.from({ length: sizes.length - 2 }, (): Activation => 'relu')
  const work = training(sizes, hidden, rows, 4)
  const weights = work.layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0)
  const times = Math.max(1, Math.round(MULTIPLICATIONS / (3 * weights * rows)))
  const { run } = await system.prepare(work)
  return {
    x,
    run: async () => void (await run(times)),
    figure: (seconds) => figure(seconds / times, 6 * weights * rows),
  }
}

function batchCase(batch: number): Promise<Case> {
  return stepCase(batch, [64, 64, 64, 10], batch, (seconds) => (seconds * 1e6) / batch)
}

function widthCase(width: number): Promise<Case> {
  return stepCase(width, [64, width, width, 10], 64, (seconds, flop) => flop / seconds / 1e9)
}

function depthCase(depth: number): Promise<Case> {
  const sizes = [64, ...Array.from({ length: depth }, () => 64), 10]
  return stepCase(depth, sizes, 32, (seconds) => seconds * 1e6)
}

/** One pass over a table, gathered by row numbers, as `fit` and `ogee compare` run it. */
async function rowsCase(rows: number): Promise<Case> {
  const batch = 64
  const work = training([20, 64, 32, 10], ['relu', 'relu'], batch, Math.floor(rows / batch))
  const { run } = await system.prepare(work)
  return {
    x: rows,
    run: async () => void (await run(work.batches.length)),
    figure: (seconds) => (seconds * 1e6) / (work.batches.length * batch),
  }
}

function foldsCase(folds: number): Promise<Case> {
  return compareCase(folds, { folds, workers: 1 })
}

function workersCase(workers: number): Promise<Case> {
  return compareCase(workers, { folds: 5, workers })
}

/** A fresh study each time, so that nothing is resumed. */
async function compareCase(x: number, parts: { folds: number; workers: number }): Promise<Case> {
  const run = async (): Promise<void> => {
    const study = mkdtempSync(join(tmpdir(), 'growth-'))
    await compare({
      data: new URL('../examples/penguins.csv', import.meta.url).pathname,
      columns: { target: 'species' },
      activations: ['relu', 'tanh'],
      hidden: [64, 32],
      repeats: 2,
      epochs: 20,
      earlyStopping: false,
      lr: 0.003,
      batchSize: 32,
      seed: 0,
      rope: 0.01,
      study,
      command: 'growth',
      version: '',
      ...parts,
    })
    rmSync(study, { recursive: true })
  }
  return { x, run, figure: (seconds) => seconds }
}

function workerCounts(): number[] {
  return Array.from({ length: availableParallelism() }, (_, i) => i + 1)
}

/** From one power of two to another. */
function powers(from: number, to: number): number[] {
  return from > to ? [] : [from, ...powers(2 * from, to)]
}

/** A panel for each series, both axes logarithmic. */
async function draw(rows: readonly Point[]): Promise<string> {
  const series = [...new Set(rows.map((row) => row.series))]
  const panels = series.map((name) => {
    const values = rows.filter((row) => row.series === name)
    const ticks = values.map(({ x }) => x)
    return {
      title: { text: name, fontSize: 12, fontWeight: 'normal' as const, anchor: 'start' as const },
      width: 260,
      height: 150,
      data: { values },
      mark: { type: 'line' as const, point: true },
      encoding: {
        x: {
          field: 'x',
          type: 'quantitative' as const,
          title: null,
          scale: { type: 'log' as const },
          axis: { values: ticks, format: ',d' },
        },
        y: {
          field: 'value',
          type: 'quantitative' as const,
          title: values[0]?.unit ?? '',
          scale: { type: 'log' as const },
          axis: { format: '~g', tickCount: 4 },
        },
      },
    }
  })
  const { spec } = compile({
    columns: 2,
    concat: panels,
    background: 'white',
    config: { font: 'sans-serif' },
  })
  const view = new View(parse(spec), { renderer: 'none' })
  const svg = await view.toSVG()
  view.finalize()
  return `${svg}\n`
}
