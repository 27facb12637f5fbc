/** What holds for activations along an axis: their definitions, their gradients, and the identities between them. */

import { describe, expect, it } from 'vitest'
import {
  ACTIVATIONS,
  crelu,
  entmax,
  glu,
  logSoftmax,
  quietSoftmax,
  softmax,
  softmax2d,
  softmin,
  sparsemax,
  swiglu,
  type VectorActivation,
} from '../../src/activations/index.ts'
import { compile } from '../../src/compile/compile.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import { concat, constantNode, input, type Node, slice } from '../../src/graph/index.ts'
import { ORACLES } from './oracles.ts'
import { computePlainly, computeRows, distance, ROWS, type Row } from './rows.ts'

const VECTORS = ACTIVATIONS.filter((entry) => entry.kind === 'vector')
/** Acts along an axis that rows do not have. */
const OTHERWISE = [softmax2d]

describe.each(
  VECTORS.filter((entry) => !OTHERWISE.includes(entry)).map((entry) => [entry.name, entry] as const),
)('%s', (name, entry) => {
  const oracle = ORACLES[name] as (x: Row) => Row
  const truth = computePlainly(oracle, ROWS)

  it('gives what its definition gives, and its gradient that of differences', () => {
    const { value, slope } = computeRows(entry, ROWS)
    expect(distance(value, truth.value)).toBeLessThan(5e-14)
    /** Outputs are weighted by numbers up to 64, and differences keep twelve digits of their sum. */
    expect(distance(slope, truth.slope)).toBeLessThan(1e-9)
  })

  it('in float32 too, to a few roundings of numbers up to 64', () => {
    const { value, slope } = computeRows(entry, ROWS, 'wasm')
    expect(distance(value, truth.value)).toBeLessThan(1e-6)
    expect(distance(slope, truth.slope)).toBeLessThan(1e-4)
  })

  it('along any other axis as along the last', () => {
    const width = truth.value[0]?.length as number
    /** Row r of the eight lies at [r / 4, :, r % 4], and again transposed. */
    const x = input('x', [2, 4, 4])
    const flat = input('flat', [4, 8])
    const outputs = { y: entry(x, { axis: 1 }), z: entry(flat, { axis: 0 }) }
    const compiled = compile({ main: { outputs } }, deviceNamed('js'))
    const at = (r: number, i: number) => ROWS[r]?.[i] as number
    compiled.write(
      'x',
      Array.from({ length: 32 }, (_, k) => at(4 * Math.floor(k / 16) + (k % 4), Math.floor(k / 4) % 4)),
    )
    compiled.write(
      'flat',
      Array.from({ length: 32 }, (_, k) => at(k % 8, Math.floor(k / 8))),
    )
    compiled.run('main')
    expect(outputs.y.shape).toEqual([2, width, 4])
    const [y, z] = [compiled.read('main', 'y'), compiled.read('main', 'z')]
    const inside = (r: number, i: number) => y[(Math.floor(r / 4) * width + i) * 4 + (r % 4)] as number
    const across = (r: number, i: number) => z[i * 8 + r] as number
    for (const read of [inside, across]) {
      const rows = truth.value.map((row, r) => row.map((_, i) => read(r, i)))
      expect(distance(rows, truth.value)).toBeLessThan(5e-14)
    }
  })

  it('refuses an axis that there is not, and options that it has not', () => {
    const x = input('x', [2, 4])
    expect(() => entry(x, { axis: 2 })).toThrow(`${name}: no such axis`)
    expect(() => entry(x, { axes: 1 } as object)).toThrow(`${name}: no option 'axes'`)
  })
})

describe('identities', () => {
  const withZero = (x: Node) => concat([x, constantNode(new Float32Array(8), [8, 1])])
  const single = ROWS.map(([v]) => [v as number])

  it('the first of softmax([x, 0]) is the sigmoid of x', () => {
    const { value } = computeRows((x) => softmax(withZero(x)), single)
    const sigmoids = single.map(([v]) => [1 / (1 + Math.exp(-(v as number)))])
    expect(
      distance(
        value.map(([p]) => [p as number]),
        sigmoids,
      ),
    ).toBeLessThan(1e-15)
  })

  it('quietSoftmax(x) is softmax([x, 0]) without its last', () => {
    const quiet = computeRows((x) => quietSoftmax(x), ROWS)
    const loud = computeRows((x) => slice(softmax(withZero(x)), 0, 4), ROWS)
    expect(distance(quiet.value, loud.value)).toBeLessThan(1e-15)
    expect(distance(quiet.slope, loud.slope)).toBeLessThan(1e-13)
  })

  it('the halves of crelu(x) add up to |x|', () => {
    const { value } = computeRows((x) => crelu(x), ROWS)
    const sums = value.map((row) => row.slice(0, 4).map((a, i) => a + (row[4 + i] as number)))
    expect(sums).toEqual(ROWS.map((row) => row.map(Math.abs)))
  })

  it('softmin is softmax of −x, and exp of logSoftmax is softmax', () => {
    const mirrored = computeRows(
      (x) => softmin(x),
      ROWS.map((row) => row.map((v) => -v)),
    )
    const plain = computeRows((x) => softmax(x), ROWS)
    expect(mirrored.value).toEqual(plain.value)
    const logs = computeRows((x) => logSoftmax(x), ROWS)
    expect(
      distance(
        logs.value.map((row) => row.map(Math.exp)),
        plain.value,
      ),
    ).toBeLessThan(1e-15)
  })

  it('swapping the halves and what gates leaves gated units as they are', () => {
    const swapped = ROWS.map((row) => [...row.slice(2), ...row.slice(0, 2)])
    expect(computeRows((x) => swiglu(x, { gate: 'first' }), swapped).value).toEqual(
      computeRows((x) => swiglu(x), ROWS).value,
    )
  })
})

describe('evaluate', () => {
  it('gives values on a device, of one axis or of a shape', () => {
    const { value, shape } = softmax.evaluate([2, 1, 0.1])
    expect([...value].map((p) => p.toFixed(2))).toEqual(['0.66', '0.24', '0.10'])
    expect(shape).toEqual([3])
    const options = { shape: [2, 2], axis: 0, gate: 'first', device: 'js' } as const
    expect(swiglu.evaluate([1, 2, 3, 4], options).shape).toEqual([1, 2])
    expect(() => softmax.evaluate([1, 2, 3], { shape: [2, 2] })).toThrow('the numbers do not fill the shape')
  })
})

describe('softmax2d', () => {
  it('is softmax over the channels at every place of an image', () => {
    const x = input('x', [2, 3, 2, 2])
    const compiled = compile(
      { main: { outputs: { a: softmax2d(x), b: softmax(x, { axis: 1 }) } } },
      deviceNamed('js'),
    )
    compiled.write(
      'x',
      Array.from({ length: 24 }, (_, i) => Math.sin(i * i)),
    )
    compiled.run('main')
    expect(compiled.read('main', 'a')).toEqual(compiled.read('main', 'b'))
  })
})

describe('extreme rows', () => {
  const extreme: readonly (readonly [what: string, entry: VectorActivation, row: Row, want: Row])[] = [
    ['huge logits', softmax, [1e4, -1e4, 1e4], [0.5, 0, 0.5]],
    ['huge logits', logSoftmax, [1e4, -1e4, 1e4], [-Math.LN2, -2e4 - Math.LN2, -Math.LN2]],
    ['huge logits', quietSoftmax, [-1e4, -1e4, -1e4], [0, 0, 0]],
    ['huge logits', quietSoftmax, [1e4, -1e4, 1e4], [0.5, 0, 0.5]],
    ['masks', softmax, [-Infinity, 3, 3], [0, 0.5, 0.5]],
    ['masks', logSoftmax, [-Infinity, 3, 3], [-Infinity, -Math.LN2, -Math.LN2]],
    ['masks', quietSoftmax, [-Infinity, 0, -Infinity], [0, 0.5, 0]],
    ['a single element', softmax, [-1e4], [1]],
    ['a single element', logSoftmax, [1e4], [0]],
    ['nothing but masks', softmax, [-Infinity, -Infinity], [NaN, NaN]],
    ['nothing but masks', quietSoftmax, [-Infinity, -Infinity], [0, 0]],
    ['huge logits', sparsemax, [1e4, -1e4, 1e4 - 0.5], [0.75, 0, 0.25]],
    ['huge logits', entmax, [1e4, -1e4, 1e4], [0.5, 0, 0.5]],
    ['masks', sparsemax, [-Infinity, 3, 3], [0, 0.5, 0.5]],
    ['masks', entmax, [-Infinity, 3, -Infinity], [0, 1, 0]],
    ['a single element', sparsemax, [-7], [1]],
    ['a single element', entmax, [-7], [1]],
    ['a common value', sparsemax, [2, 2, 2, 2, 2], [0.2, 0.2, 0.2, 0.2, 0.2]],
    ['NaN', sparsemax, [NaN, 1], [NaN, NaN]],
    ['NaN', entmax, [NaN, 1], [NaN, NaN]],
    ['NaN', softmax, [NaN, 1], [NaN, NaN]],
  ]
  it.each(extreme)('with %s: %o of %j', (_, entry, row, want) => {
    for (const device of ['js', 'wasm'] as const)
      expect(distance(computeRows(entry, [row], device).value, [want])).toBeLessThan(2e-7)
  })

  /** PyTorch 2 and JAX 0.11 agree on softmax, logSoftmax and softmin; the others follow. */
  it.each([
    softmax,
    logSoftmax,
    quietSoftmax,
    sparsemax,
    entmax,
    entmax.with({ alpha: 1.25 }),
    entmax.with({ alpha: 1.3 }),
  ])('%o of a row with an ∞ or a NaN is NaN throughout; one of masks is so, too, or nothing', (entry) => {
    const masked = entry === quietSoftmax ? 0 : NaN
    for (const device of ['js', 'wasm'] as const) {
      const of = (row: Row) => computeRows(entry, [row], device).value[0]
      for (const odd of [Infinity, NaN])
        for (const other of [1, Infinity, -Infinity]) {
          expect(of([odd, other, 0])).toEqual([NaN, NaN, NaN])
          expect(of([other, -50, odd])).toEqual([NaN, NaN, NaN])
        }
      expect(of([Infinity])).toEqual([NaN])
      expect(of([-Infinity])).toEqual([masked])
      expect(of([-Infinity, -Infinity, -Infinity])).toEqual([masked, masked, masked])
    }
  })

  it('softmin has its masks at ∞', () => {
    expect(computeRows((x) => softmin(x), [[Infinity, 3, 3]], 'wasm').value).toEqual([[0, 0.5, 0.5]])
    expect(computeRows((x) => softmin(x), [[-Infinity, 3, 3]], 'wasm').value).toEqual([[NaN, NaN, NaN]])
  })

  it('halves need an even number of elements', () => {
    expect(() => glu(input('x', [2, 3]))).toThrow('a multiple of 2, got 3 of [2, 3]')
  })
})
