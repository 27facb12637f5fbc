/** Kernels as threads run them, planned as `targets/wasm/threads/team.ts` does. */

import type { Kernel } from '../../../src/kernel/kernel.ts'
import { wholeOf } from '../../../src/targets/wasm/kernel.ts'
import type { Job } from '../../../src/targets/wasm/threads/phases.ts'
import { planShare } from '../../../src/targets/wasm/threads/share.ts'

export const FEATURES = { simd: true, relaxed: true }

export function jobOf(kernel: Kernel, threads: number): Job {
  const whole = wholeOf(kernel, FEATURES)
  const outermost = kernel.axes.find(({ extent }) => extent > 1)?.extent ?? 1
  return { whole, share: planShare(whole, outermost, threads) }
}
