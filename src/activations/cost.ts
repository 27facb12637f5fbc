/** What activations cost on this machine: value and derivative together, as a training step computes them. */

import { defaultDevice, deviceNamed, type Executable } from '../devices/index.ts'
import { BLOCK, loadBlock } from './evaluate.ts'
import type { ScalarFunction } from './properties/properties.ts'

export interface Cost {
  /** For a value and its derivative, numbers in the cache. */
  readonly nanoseconds: number
  /** The same over that of the first function. */
  readonly relative: number
}

export interface CostOptions {
  /** 'wasm' or 'js'. Default: the default device. */
  readonly device?: string
}

const ROUNDS = 7
/** Blocks to a turn: some tenths of a millisecond for most. */
const RUNS = 24
/** Turns before any counts: a compiler of the host may replace its first code after a while. */
const WARM_UP = 3

/** Medians of rounds in which the functions take turns, so that a slow moment falls on all; in their order. */
export function measureCosts(functions: readonly ScalarFunction[], options: CostOptions = {}): Cost[] {
  const device = options.device === undefined ? defaultDevice() : deviceNamed(options.device)
  const blocks = functions.map(({ expression, derivative }) => {
    const executable = loadBlock(device, expression, derivative)
    executable.write(
      'x',
      Float64Array.from({ length: BLOCK }, (_, i) => (8 * i) / BLOCK - 4),
    )
    return { executable, times: [] as number[] }
  })
  for (let round = -WARM_UP; round < ROUNDS; round++)
    for (const { executable, times } of blocks) {
      const time = timeOf(executable)
      if (round >= 0) times.push(time)
    }
  const all = blocks.map(({ times }) => times.toSorted((a, b) => a - b)[ROUNDS >> 1] as number)
  return all.map((nanoseconds) => ({ nanoseconds, relative: nanoseconds / (all[0] as number) }))
}

/** Nanoseconds to an element, in one turn. */
function timeOf(executable: Executable): number {
  const start = performance.now()
  for (let run = 0; run < RUNS; run++) executable.run('main')
  return ((performance.now() - start) * 1e6) / (RUNS * BLOCK)
}
