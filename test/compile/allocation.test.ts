/** A compiled training step allocates nothing: neither numbers nor objects, whatever the number of steps. */

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** Bytes: what one typed array's view alone takes. */
const SMALLEST_VIEW = 100

describe('training steps on wasm', () => {
  const script = fileURLToPath(new URL('allocation-run.ts', import.meta.url))
  const run = JSON.parse(execFileSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' }))

  it('make, once warm, not even a view of an array per step, and leave nothing behind', () => {
    expect(run.bytesPerStep).toBeLessThan(SMALLEST_VIEW)
    expect(run.kept).toBeLessThan(50_000)
    expect(run.arrays).toBeLessThanOrEqual(0)
  })

  it('are not alone in that: an answer for one row allocates nothing either', () => {
    expect(run.bytesPerAnswer).toBeLessThan(SMALLEST_VIEW)
  })

  it('make the loss smaller', () => {
    expect(run.lastLoss).toBeLessThan(run.firstLoss / 10)
  })
})
