/** The harness that compares systems, tried on systems that only say when they ran. */

import { describe, expect, it } from 'vitest'
import { measure, type Row } from '../../bench/measure.ts'
import { formatResults } from '../../bench/results.ts'
import type { System } from '../../bench/system.ts'
import { figureOf } from '../../bench/work.ts'

const plan = {
  work: { kind: 'training', name: 'w', layers: [], rows: 1, batches: [], learningRate: 1 } as const,
  rounds: 3,
  times: 5,
}

function fake(name: string, answer: number, log: string[], refusal: string | null = null): System {
  return {
    name,
    threads: 1,
    available: async () => null,
    refuses: () => refusal,
    version: async () => '1',
    prepare: async () => ({
      run: async (times) => {
        log.push(`${name} ${times}`)
        return answer
      },
      close: async () => void log.push(`${name} closed`),
    }),
  }
}

it('systems warm up alone, then take turns of equal times, each first in its turn, and are closed', async () => {
  const log: string[] = []
  await measure(plan, [fake('a', 1, log), fake('b', 1, log)], () => {})
  const rounds = ['a 5', 'b 5', 'b 5', 'a 5', 'a 5', 'b 5']
  expect(log).toEqual(['a 5', 'b 5', ...rounds, 'a closed', 'b closed'])
})

it('a system whose answer is not that of the others is not compared with them', async () => {
  const systems = [fake('a', 2, []), fake('b', 2.001, []), fake('wrong', 2.1, [])]
  const { rows, skipped } = await measure(plan, systems, () => {})
  expect(rows.map(({ system, runs }) => [system, runs])).toEqual([
    ['a', 3],
    ['b', 3],
  ])
  expect(skipped).toMatchObject([
    { system: 'wrong', reason: expect.stringContaining('computes something else') },
  ])
})

it('a system that refuses the work is named with its reason and never started', async () => {
  const log: string[] = []
  const { skipped } = await measure(plan, [fake('a', 1, []), fake('b', 1, log, 'too large')], () => {})
  expect(skipped).toEqual([{ work: 'w', system: 'b', reason: 'too large' }])
  expect(log).toEqual([])
})

it('the unit of a work says what its time means', () => {
  const x = new Float32Array(1000)
  expect(figureOf({ kind: 'elementwise', name: '', activation: 'relu', x }, 1e-6)).toBeCloseTo(1)
  expect(figureOf({ kind: 'product', name: '', size: 1000, a: x, b: x }, 1)).toBeCloseTo(2)
  expect(figureOf(plan.work, 1e-6)).toBeCloseTo(1)
})

describe('the page', () => {
  const row = { threads: 1, min: 1, max: 1000, runs: 3 }
  const machine = {
    processor: 'p',
    cores: 1,
    memoryGiB: 1,
    system: 's',
    node: 'v',
    load: 0,
    date: '2026-01-01',
  }
  const linesOf = (rows: readonly Row[]) =>
    formatResults({ machine, versions: {}, rows, skipped: [] })
      .split('\n')
      .filter((line) => line.startsWith('| '))

  it('orders systems by their time and states ratios to ogee', () => {
    const times = { ...row, work: 'w', unit: 'µs' }
    const rows = [
      { ...times, system: 'slow', median: 250 },
      { ...times, system: 'ogee', median: 10 },
    ]
    expect(linesOf(rows)).toEqual([
      "| system | threads | median, µs | least | most | rounds | time to ogee's |",
      '| ogee | 1 | 10.0 | 1.00 | 1000 | 3 | 1.00 × |',
      '| slow | 1 | 250 | 1.00 | 1000 | 3 | 25.0 × |',
    ])
  })

  it('orders rates from the highest down, and still states ratios of times', () => {
    const rates = { ...row, work: 'matmul/8', unit: 'GFLOP/s' }
    const rows = [
      { ...rates, system: 'ogee', median: 50 },
      { ...rates, system: 'fast', median: 100 },
    ]
    expect(linesOf(rows).slice(1)).toEqual([
      '| fast | 1 | 100 | 1.00 | 1000 | 3 | 0.500 × |',
      '| ogee | 1 | 50.0 | 1.00 | 1000 | 3 | 1.00 × |',
    ])
  })

  it('puts the functions of one size into one table, a system a column', () => {
    const figures = { ...row, unit: 'ns' }
    const rows = [
      { ...figures, work: 'elementwise/tanh/4M', system: 'ogee', median: 1 },
      { ...figures, work: 'elementwise/relu/4M', system: 'peer', median: 0.25 },
      { ...figures, work: 'elementwise/relu/4M', system: 'ogee', median: 0.125 },
    ]
    expect(linesOf(rows)).toEqual([
      '| function | ogee | peer |',
      '| relu | 0.125 | 0.250 |',
      '| tanh | 1.000 |  |',
    ])
  })
})
