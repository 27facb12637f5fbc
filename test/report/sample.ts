/** Reports to render in tests: plausible numbers from a fixed seed, of any size and task. */

import { Random } from '../../src/base/index.ts'
import type {
  ActivationRecord,
  CompareReport,
  CurveRecord,
  DifferenceRecord,
  FunctionRecord,
  MetricRecord,
} from '../../src/records/compare.ts'

interface SampleOptions {
  readonly names?: readonly string[]
  readonly folds?: number
  readonly repeats?: number
  readonly task?: 'multiclass' | 'regression'
  /** Gives the last activation two scores that are not numbers. */
  readonly diverged?: true
  readonly column?: string
}

export const NAMES = ['gelu', 'relu', 'silu', 'mish', 'tanh', 'elu', 'leakyRelu', 'selu']

export function sampleReport(options: SampleOptions = {}): CompareReport {
  const { names = NAMES, folds = 5, repeats = 2, task = 'multiclass', column = 'island' } = options
  const count = folds * repeats
  const activations = names.map((name, i) =>
    sampleActivation(name, i, count, task, options.diverged === true && i === names.length - 1),
  )
  return {
    result: {
      schema: 1,
      command: 'compare',
      data: {
        rows: 344,
        used: 342,
        columns: [
          { name: column, kind: 'category', missing: 0, levels: 3, treatment: 'one-hot, 3 levels' },
          {
            name: 'bill',
            kind: 'number',
            missing: 2,
            treatment: 'standardised; 2 missing filled, and marked',
          },
          { name: 'tag', kind: 'id', missing: 0, dropped: 'a different value in every row' },
        ],
      },
      target: 'species',
      task,
      metric: task === 'regression' ? 'r2' : 'accuracy',
      folds,
      repeats,
      seed: 0,
      hidden: [64, 32],
      activations,
      winner: null,
      verdict: `No clear winner: ${names[0]} leads, but the others are not clearly worse.`,
    },
    curves: names.flatMap((name) => sampleCurves(name, folds, repeats)),
    functions: names.map(sampleFunction),
    rope: 0.01,
    reproduce: {
      command: 'npx ogee compare penguins.csv --target species --seed 0',
      version: '0.1.0',
      data: 'penguins.csv',
      dataHash: '9c1f5a6e0b7d4432a1c8e5f70912bd34c6a7e8f9d0b1c2d3e4f5a6b7c8d9e0f1',
      machine: '2 × a processor, Linux x64',
      trainings: '2 side by side, on 1 thread each',
      seconds: 47.3,
      finished: '2026-03-14T09:26:53.000Z',
    },
    settings: [{ name: 'Batch size', value: '32' }],
  }
}

function sampleActivation(
  name: string,
  rank: number,
  count: number,
  task: 'multiclass' | 'regression',
  diverged: boolean,
): ActivationRecord {
  const noise = Random.seed(7).fork(name).normal(count, 0, 0.01)
  const scores = Array.from(noise, (x, i) => (diverged && i < 2 ? Number.NaN : 0.97 - 0.004 * rank + x))
  const others: Record<string, MetricRecord> =
    task === 'regression'
      ? { r2: metric(scores), rmse: metric(scores.map((x) => 90_000 * (1.3 - x))) }
      : { accuracy: metric(scores), logLoss: metric(scores.map((x) => 1.1 - x)) }
  return {
    name,
    metrics: others,
    learningRate: scores.map((_, i) => (i % 3 === 0 ? 0.01 : 0.003)),
    epochs: scores.map((_, i) => 40 + i),
    secondsPerEpoch: 0.0012 + 0.0002 * rank,
    toBest: rank === 0 || diverged ? null : difference(rank),
  }
}

function metric(scores: readonly number[]): MetricRecord {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0)
  return { mean, std: Math.sqrt(squares / (scores.length - 1)), scores }
}

function difference(rank: number): DifferenceRecord {
  const pWorse = Math.min(0.99, 0.12 * rank)
  return {
    difference: -0.004 * rank,
    low: -0.004 * rank - 0.012,
    high: -0.004 * rank + 0.012,
    pCorrected: Math.max(0.0004, 1 - 0.15 * rank),
    pBetter: 0.01,
    pEquivalent: 0.99 - pWorse,
    pWorse,
  }
}

function sampleCurves(activation: string, folds: number, repeats: number): CurveRecord[] {
  return Array.from({ length: folds * repeats }, (_, i) => {
    const train = Array.from({ length: 40 + i }, (_, epoch) => Math.exp(-epoch / 15) + 0.05)
    const place = { repeat: Math.floor(i / folds), fold: i % folds }
    return { activation, ...place, learningRate: 0.003, train, validation: train.map((loss) => 1.2 * loss) }
  })
}

function sampleFunction(name: string): FunctionRecord {
  const x = Array.from({ length: 81 }, (_, i) => -4 + i / 10)
  return {
    name,
    formula: 'max(x, 0)',
    x,
    value: x.map((at) => Math.max(at, 0)),
    derivative: x.map((at) => Number(at > 0)),
  }
}
