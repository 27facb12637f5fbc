/** Parameters and settings of activations along an axis: their values, and gradients with respect to them. */

import { describe, expect, it } from 'vitest'
import {
  entmax,
  findActivation,
  groupSort,
  gumbelSoftmax,
  hardmax,
  maxout,
  polyNorm,
  softmax,
  sparsemax,
  swiglu,
  type VectorActivation,
} from '../../src/activations/index.ts'
import { compile } from '../../src/compile/compile.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import { argument, contract, elementwise, gradients, input, type Node } from '../../src/graph/index.ts'
import { entmax as plainEntmax, polyNorm as plainPolyNorm } from './oracles.ts'
import { computeRows, differenceQuotient, distance, ROWS, type Row } from './rows.ts'

/** The gradient of Σ k·y over the outputs y of `act`, with respect to scalars that are inputs. */
function slopesOf(act: (x: Node, scalars: Node[]) => Node, scalars: Row): number[] {
  const x = input('x', [ROWS.length, 4])
  const nodes = scalars.map((_, i) => input(`scalar${i}`, []))
  const y = act(x, nodes)
  const numbers = input('numbers', y.shape)
  const loss = contract('ij->', elementwise(argument(0).mul(argument(1)), [y, numbers]))
  const slopes = gradients(loss, nodes)
  const outputs = Object.fromEntries(slopes.map((slope, i) => [`${i}`, slope]))
  const compiled = compile({ main: { outputs } }, deviceNamed('js'))
  compiled.write('x', ROWS.flat())
  compiled.write(
    'numbers',
    Array.from({ length: 4 * ROWS.length }, (_, i) => 1 + i),
  )
  for (const [i, value] of scalars.entries()) compiled.write(`scalar${i}`, [value])
  compiled.run('main')
  return scalars.map((_, i) => compiled.scalar('main', `${i}`))
}

/** The same of a plain function of a row, by differences in each scalar. */
function plainSlopesOf(f: (row: Row, scalars: Row) => Row, scalars: Row): number[] {
  const total = (values: Row) =>
    ROWS.flatMap((row) => f(row, values)).reduce((sum, y, i) => sum + (1 + i) * y, 0)
  return scalars.map((value, i) => differenceQuotient((step) => total(scalars.with(i, value + step))))
}

describe('entmax', () => {
  it.each([1.05, 1.25, 4 / 3, 1.75, 2, 2.5, 4])('at α = %f agrees with bisection in float64', (alpha) => {
    const want = ROWS.map((row) => plainEntmax(row, alpha))
    expect(distance(computeRows((x) => entmax(x, { alpha }), ROWS).value, want)).toBeLessThan(1e-11)
    /** Beyond α = 2 the function is steep where elements leave the support. */
    const single = computeRows((x) => entmax(x, { alpha }), ROWS, 'wasm').value
    expect(distance(single, want)).toBeLessThan(alpha > 2 ? 1e-5 : 1e-6)
  })

  it('has a gradient with respect to α', () => {
    for (const alpha of [1.2, 1.5, 1.9]) {
      const got = slopesOf((x, [a]) => entmax(x, { alpha: a as Node }), [alpha])
      expect(
        distance([got], [plainSlopesOf((row, [a]) => plainEntmax(row, a as number), [alpha])]),
      ).toBeLessThan(1e-8)
    }
  })

  it('is softmax at α = 1, and sparsemax at α = 2, told so or computed', () => {
    expect(computeRows((x) => entmax(x, { alpha: 1 }), ROWS)).toEqual(computeRows((x) => softmax(x), ROWS))
    expect(computeRows((x) => entmax(x, { alpha: 2 }), ROWS)).toEqual(computeRows((x) => sparsemax(x), ROWS))
    const two = elementwise(argument(0).mul(0).add(2), [input('numbers', [8, 4])])
    const computed = computeRows((x) => entmax(x, { alpha: two }), ROWS)
    const exact = computeRows((x) => sparsemax(x), ROWS)
    expect(distance(computed.value, exact.value)).toBeLessThan(1e-14)
    expect(distance(computed.slope, exact.slope)).toBeLessThan(1e-11)
    const nearOne = computeRows((x) => entmax(x, { alpha: 1.0001 }), ROWS)
    /** The distance to softmax is of the order of α − 1. */
    expect(distance(nearOne.value, computeRows((x) => softmax(x), ROWS).value)).toBeLessThan(2e-4)
  })

  it('passes a gradient to α past masks, and refuses an α out of range', () => {
    const x = input('x', [1, 3])
    const alpha = input('alpha', [])
    const [slope] = gradients(contract('ij->', entmax(x, { alpha })), [alpha]) as [Node]
    const compiled = compile({ main: { outputs: { slope } } }, deviceNamed('wasm'))
    compiled.write('x', [-Infinity, 0.5, 0])
    compiled.write('alpha', [1.5])
    compiled.run('main')
    /** The outputs add up to 1 whatever α is. */
    expect(Math.abs(compiled.scalar('main', 'slope'))).toBeLessThan(1e-5)
    expect(() => entmax(x, { alpha: 0.5 })).toThrow(
      'entmax alpha: the value is out of range — expected a number from 1 to 10, got 0.5',
    )
  })
})

describe('polyNorm', () => {
  const weights = [0.5, -0.2, 0.8, 0.1]

  it('has gradients with respect to its weights and its bias', () => {
    const got = slopesOf(
      (x, [weight1, weight2, weight3, bias]) =>
        polyNorm(x, { weight1, weight2, weight3, bias } as Record<string, Node>),
      weights,
    )
    const want = plainSlopesOf((row, values) => plainPolyNorm(row, values.slice(0, 3), values[3]), weights)
    expect(distance([got], [want])).toBeLessThan(1e-9)
  })

  it('is the same for rows a million times as large, where powers overflow in float32', () => {
    const large = [ROWS[0]?.map((v) => v * 1e9) as Row]
    const { value, slope } = computeRows((x) => polyNorm(x), large, 'wasm')
    expect(distance(value, [plainPolyNorm(large[0] as Row)])).toBeLessThan(1e-6)
    expect(slope.flat().every(Number.isFinite)).toBe(true)
  })
})

describe('hard choices', () => {
  it('fall on the first of the greatest', () => {
    const rows = [
      [1, 3, 3],
      [-Infinity, -Infinity, -Infinity],
      [NaN, 0, 1],
    ]
    const { value } = computeRows((x) => hardmax(x), rows, 'wasm')
    expect(value).toEqual([
      [0, 1, 0],
      [1, 0, 0],
      [NaN, NaN, NaN],
    ])
    expect(computeRows((x) => gumbelSoftmax(x, { hard: true }), ROWS).value).toEqual(
      computeRows((x) => hardmax(x), ROWS).value,
    )
  })
})

describe('groups', () => {
  const rows = [0, 1, 2].map((r) => Array.from({ length: 12 }, (_, i) => Math.sin(5 * i * i + r)))
  const grouped = (row: Row, size: number) =>
    Array.from({ length: row.length / size }, (_, g) => row.slice(g * size, (g + 1) * size))

  it.each([1, 3, 4, 6, 12])('of %i are sorted, and their greatest found', (size) => {
    const { value, slope } = computeRows((x) => groupSort(x, { size }), rows, 'wasm')
    const ranked = rows.map((row) => grouped(row, size).flatMap((group) => group.toSorted((a, b) => a - b)))
    expect(value).toEqual(ranked.map((row) => row.map(Math.fround)))
    /** Every output's number comes back to the place that it came from. */
    const places = rows.map((row, r) =>
      row.map((v, i) => {
        const start = i - (i % size)
        const rank = row.slice(start, start + size).filter((other) => other < v).length
        return 1 + 12 * r + start + rank
      }),
    )
    expect(slope).toEqual(places)
    const greatest = computeRows((x) => maxout(x, { pieces: size }), rows, 'wasm').value
    expect(greatest).toEqual(
      rows.map((row) => grouped(row, size).map((group) => Math.fround(Math.max(...group)))),
    )
  })

  it('of equal numbers pass gradients on as a permutation', () => {
    const { slope } = computeRows((x) => groupSort(x, { size: 3 }), [[2, 2, 2]])
    expect(slope[0]?.toSorted()).toEqual([1, 2, 3])
  })

  it('must fill the axis, and be whole', () => {
    const x = input('x', [2, 4])
    expect(() => maxout(x, { pieces: 3 })).toThrow('a multiple of 3, got 4 of [2, 4]')
    expect(() => groupSort(x, { size: 1.5 })).toThrow('expected a whole number from 1 to 64, got 1.5')
  })
})

describe('entries with other defaults', () => {
  it('are made by with, and found by the name that they then have', () => {
    const [sparse, hard] = [entmax.with({ alpha: 2 }), gumbelSoftmax.with({ hard: true, tau: 0.5 })]
    expect(computeRows((x) => sparse(x), ROWS)).toEqual(computeRows((x) => sparsemax(x), ROWS))
    expect([sparse.name, hard.name]).toEqual(['entmax(alpha=2)', 'gumbelSoftmax(hard=true, tau=0.5)'])
    for (const { name, parameters, settings } of [sparse, hard, swiglu.with({ gate: 'first' })]) {
      const found = findActivation(name) as VectorActivation
      expect([found.name, found.parameters]).toEqual([name, parameters])
      expect(found.settings.gate?.default).toBe(settings.gate?.default)
    }
    expect(polyNorm.with({ weight1: 1 }).parameters.weight1?.learned).toBeUndefined()
    expect(polyNorm.with({ weight1: 1 }).parameters.weight2?.learned).toBe(true)
    expect(findActivation('maxMin')).toBe(groupSort)
  })

  it('are refused where there is no such parameter, or not with such a value', () => {
    expect(() => entmax.with({ alpha: 0 })).toThrow('entmax alpha: the value is out of range')
    expect(() => findActivation('swiglu(gate=third)')).toThrow('expected second or first, got third')
    expect(() => findActivation('softmax(tau=2)')).toThrow("softmax: no option 'tau'")
  })
})
