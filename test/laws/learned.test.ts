/** Gradients with respect to learned parameters, shared and one for each feature, for every entry that has some. */

import { describe, expect, it } from 'vitest'
import { type Activation, ELEMENTWISE, prelu } from '../../src/activations/index.ts'
import { compile } from '../../src/compile/compile.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import { evaluate, variable } from '../../src/expr/index.ts'
import { gradients, input, type Node } from '../../src/graph/index.ts'
import { moduleOf, Parameter, PReLU, Tensor, tensor } from '../../src/nn/index.ts'
import { differenceQuotient, distance, type Row } from './rows.ts'

const LEARNED = ELEMENTWISE.filter(({ parameters }) =>
  Object.values(parameters).some(({ learned }) => learned),
)

/** Away from the kinks that any entry has at its defaults. */
const ROWS: readonly Row[] = [
  [-2.3, 0.37, 1.9],
  [-0.83, 3.1, -0.29],
]
/** By how much each output counts; float32 has these numbers. */
const WEIGHTS: readonly Row[] = [
  [0.75, -1.125, 0.5],
  [1.25, 0.625, -0.875],
]

/** Of the weighted sum of the outputs, by parameter; a row of one number where it is shared. */
function slopesOf(entry: Activation, numParameters: number, device: 'js' | 'wasm'): Record<string, Row> {
  const module = moduleOf(entry, { numParameters })
  const loss = module
    .forward(new Tensor(input('x', [2, 3])))
    .mul(tensor(WEIGHTS))
    .sum()
  const learned = Object.entries(module.learned)
  const slopes = gradients(
    loss.node,
    learned.map(([, { node }]) => node),
  ) as Node[]
  const outputs = Object.fromEntries(slopes.map((slope, i) => [learned[i]?.[0] as string, slope]))
  const compiled = compile({ main: { outputs } }, deviceNamed(device))
  compiled.write('x', ROWS.flat())
  compiled.run('main')
  return Object.fromEntries(learned.map(([name]) => [name, Array.from(compiled.read('main', name))]))
}

/** The same from the entry's definition in float64, by differences, for each feature. */
function plainSlopesOf(entry: Activation, name: string): Row {
  const values = Object.entries(entry.parameters).map(([key, parameter]) => {
    /** What is learned lies in float32. */
    const value = parameter.learned ? Math.fround(parameter.default) : parameter.default
    return [key, value] as const
  })
  const defaults = Object.fromEntries(values)
  const expression = entry(variable('x'), { ...defaults, [name]: variable('p') })
  const at = defaults[name] as number
  return [0, 1, 2].map((column) =>
    differenceQuotient((step) =>
      ROWS.reduce((sum, row, r) => {
        const value = evaluate(expression, { x: row[column] as number, p: at + step })
        return sum + value * (WEIGHTS[r]?.[column] as number)
      }, 0),
    ),
  )
}

describe.each(LEARNED.map((entry) => [entry.name, entry] as const))('%s', (_, entry) => {
  const names = Object.keys(moduleOf(entry).learned)

  it.each([
    ['js', 1e-9],
    ['wasm', 1e-5],
  ] as const)('has the gradients that differences have, on %s', (device, tolerance) => {
    const each = slopesOf(entry, 3, device)
    const shared = slopesOf(entry, 1, device)
    for (const name of names) {
      const want = plainSlopesOf(entry, name)
      expect(distance([each[name] as Row], [want]), name).toBeLessThan(tolerance)
      const total = [want.reduce((a, b) => a + b, 0)]
      expect(distance([shared[name] as Row], [total]), name).toBeLessThan(3 * tolerance)
    }
  })

  it('starts from its defaults, and learns under their names', () => {
    const module = moduleOf(entry, { numParameters: 2 })
    expect(module.namedParameters().map(([path]) => path)).toEqual(names)
    for (const [name, parameter] of module.namedParameters()) {
      expect(parameter).toBeInstanceOf(Parameter)
      expect([...parameter.data()]).toEqual(
        [0, 1].map(() => Math.fround(entry.parameters[name]?.default as number)),
      )
    }
  })
})

describe('one parameter for each place', () => {
  it('lies along the channels of an image in PReLU, and along any axis of a module', () => {
    const x = tensor(
      Array.from({ length: 12 }, (_, i) => -1 - i),
      [1, 3, 2, 2],
    )
    const images = new PReLU({ numParameters: 3 })
    images.learned.slope?.set([1, 10, 100])
    expect([...images.forward(x).data()]).toEqual([...x.data()].map((v, i) => v * 10 ** Math.floor(i / 4)))
    const rows = moduleOf(prelu, { numParameters: 2, dim: -2 })
    rows.learned.slope?.set([1, -1])
    expect([...rows.forward(x).data()]).toEqual([...x.data()].map((v, i) => (i % 4 < 2 ? v : -v)))
    expect(() => images.forward(tensor([1, 2]))).toThrow('no such axis')
  })
})

it('there are entries that learn', () => {
  expect(LEARNED.map(({ name }) => name)).toContain('prelu')
})
