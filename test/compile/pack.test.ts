/** From row-major to storage and back. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/base/index.ts'
import { pack, packRows, unpack, unpackRows } from '../../src/compile/pack.ts'
import { storageOf } from '../../src/graph/index.ts'

const shapes = fc.oneof(
  fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }).map((shape) => ({ shape, panel: false })),
  fc
    .tuple(fc.constantFrom(8, 16), fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }))
    .map(([rows, rest]) => ({ shape: [rows, ...rest], panel: true })),
)

describe('pack and unpack', () => {
  it('are inverse to each other in every layout, and padding is 0', () => {
    fc.assert(
      fc.property(shapes, ({ shape, panel }) => {
        const storage = storageOf(shape, panel)
        const data = Float64Array.from({ length: sizeOf(shape) }, (_, i) => i + 1)
        const packed = pack(data, shape, storage)
        expect(packed).toHaveLength(storage.size)
        expect(unpack(packed, shape, storage)).toEqual(data)
        const total = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => a + b, 0)
        expect(total(packed)).toBe(total(data))
      }),
      { seed: 50, numRuns: 200 },
    )
  })

  it('put panel, column and row of a batch in this order', () => {
    const [shape, data] = [[16, 2], Float64Array.from({ length: 32 }, (_, i) => i)]
    const packed = pack(data, shape, storageOf(shape, true))
    expect([...packed.slice(0, 16)]).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15])
    expect(packed[16]).toBe(16)
  })

  it.each([[[3, 67]], [[2, 256]], [[130]]])('copy long rows of %j, in float32 as in float64', (shape) => {
    const storage = storageOf(shape, false)
    const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => i + 1)
    const packed = pack(data, shape, storage)
    expect([...packed]).toEqual([...pack([...data], shape, storage)])
    expect(unpack(packed, shape, storage)).toEqual(data)
  })

  it('keep float32 as float32', () => {
    const storage = storageOf([3], false)
    expect(pack(new Float32Array(3), [3], storage)).toBeInstanceOf(Float32Array)
    expect(unpack(new Float32Array(4), [3], storage)).toBeInstanceOf(Float32Array)
  })
})

describe('packRows and unpackRows', () => {
  const tables = fc.record({
    panel: fc.boolean(),
    rows: fc.constantFrom(8, 16, 24),
    width: fc.integer({ min: 1, max: 9 }),
    count: fc.integer({ min: 1, max: 8 }),
    start: fc.nat(5),
  })

  it('put rows where pack puts the first ones, touch no others, and bring them back', () => {
    fc.assert(
      fc.property(tables, ({ panel, rows, width, count, start }) => {
        const storage = storageOf([rows, width], panel)
        const data = Float32Array.from({ length: (start + count) * width }, (_, i) => i + 1)
        const first = new Float32Array(rows * width)
        first.set(data.subarray(start * width))
        const stored = new Float32Array(storage.size)
        packRows(data, start, count, width, storage, stored)
        expect(stored).toEqual(pack(first, [rows, width], storage))
        const back = new Float32Array(data.length)
        unpackRows(stored, storage, width, back, start, count)
        expect(back).toEqual(data.map((value, i) => (i < start * width ? 0 : value)))
      }),
      { seed: 51, numRuns: 100 },
    )
  })
})
