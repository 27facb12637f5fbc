/** The table of a profile, from a record made by hand. */

import { expect, it } from 'vitest'
import type { ProfileRecord } from '../../src/records/profile.ts'
import { renderProfileText } from '../../src/report/index.ts'

const profile: ProfileRecord = {
  activation: 'relu',
  batchSize: 32,
  seconds: 4.2e-6,
  limits: { operationsPerSecond: 6e10, cacheBytesPerSecond: 2e11, memoryBytesPerSecond: 4e10 },
  kernels: [
    { layer: '', kernel: 'lookup', extents: [32, 12], seconds: 1e-9, operations: 0, bytes: 3072, share: 0 },
    {
      layer: 'fc1',
      kernel: 'linear',
      extents: [4, 8],
      seconds: 3e-6,
      operations: 99,
      bytes: 64,
      share: 0.75,
    },
    { layer: 'fc1', kernel: 'update', extents: [16], seconds: 1e-6, operations: 16, bytes: 64, share: 0.5 },
  ],
}

it('says how long a step takes, where it goes by layer and by kernel, and what the machine could do', () => {
  expect(renderProfileText(profile, { colour: false }).split('\n')).toEqual([
    'A training step of 32 rows with relu takes 4.20 µs on one thread.',
    '',
    'layer    µs  of all',
    '–      0.00   < 1 %',
    'fc1    4.00  > 99 %',
    '',
    'layer  kernel  loops    µs  of all  operations  bytes  of the limit',
    '–      lookup  32×12  0.00   < 1 %           0   3072             –',
    'fc1    linear  4×8    3.00    75 %          99     64          75 %',
    'fc1    update  16     1.00    25 %          16     64          50 %',
    '',
    'The limits of one thread, measured beside it: 60e9 operations a second, 200 GB/s near the core,',
    '40 GB/s in memory. Each kernel was run by itself, on data that was at hand.',
    '',
  ])
})
