/** The harness that compares systems, tried on systems that only say when they ran. */

import { expect, it } from 'vitest'
import { formatResults } from '../../bench/results.ts'
import { measure } from '../../bench/step.ts'
import type { System } from '../../bench/system.ts'

const plan = { work: { name: 'w', layers: [], rows: 1, batches: [], learningRate: 1 }, rounds: 3, steps: 5 }

function fake(name: string, loss: number, log: string[], refusal: string | null = null): System {
  return {
    name,
    threads: 1,
    available: async () => null,
    refuses: () => refusal,
    version: async () => '1',
    prepare: async () => ({
      run: async (steps) => {
        log.push(`${name} ${steps}`)
        return loss
      },
      close: async () => void log.push(`${name} closed`),
    }),
  }
}

it('systems warm up alone, then take turns with equal steps, each first in its turn, and are closed', async () => {
  const log: string[] = []
  await measure(plan, [fake('a', 1, log), fake('b', 1, log)], () => {})
  const rounds = ['a 5', 'b 5', 'b 5', 'a 5', 'a 5', 'b 5']
  expect(log).toEqual(['a 5', 'b 5', ...rounds, 'a closed', 'b closed'])
})

it('a system whose loss is not the loss of the others is not compared with them', async () => {
  const systems = [fake('a', 2, []), fake('b', 2.001, []), fake('wrong', 2.1, [])]
  const { rows, skipped } = await measure(plan, systems, () => {})
  expect(rows.map(({ system, runs }) => [system, runs])).toEqual([
    ['a', 3],
    ['b', 3],
  ])
  expect(skipped).toMatchObject([{ system: 'wrong', reason: expect.stringContaining('trains differently') }])
})

it('a system that refuses the work is named with its reason and never started', async () => {
  const log: string[] = []
  const { skipped } = await measure(plan, [fake('a', 1, []), fake('b', 1, log, 'too large')], () => {})
  expect(skipped).toEqual([{ work: 'w', system: 'b', reason: 'too large' }])
  expect(log).toEqual([])
})

it('the page orders systems by their median and states ratios to ogee', () => {
  const row = { work: 'w', threads: 1, unit: 'µs/step', min: 1, max: 1000, runs: 3 }
  const machine = {
    processor: 'p',
    cores: 1,
    memoryGiB: 1,
    system: 's',
    node: 'v',
    load: 0,
    date: '2026-01-01',
  }
  const rows = [
    { ...row, system: 'slow', median: 250 },
    { ...row, system: 'ogee', median: 10 },
  ]
  const table = formatResults({ machine, versions: {}, rows, skipped: [] })
    .split('\n')
    .filter((line) => line.startsWith('| '))
  expect(table).toEqual([
    '| system | threads | median, µs/step | least | most | rounds | to ogee |',
    '| ogee | 1 | 10.0 | 1.00 | 1000 | 3 | 1.00 × |',
    '| slow | 1 | 250 | 1.00 | 1000 | 3 | 25.0 × |',
  ])
})
