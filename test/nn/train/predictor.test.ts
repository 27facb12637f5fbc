/** Oracle: the same network evaluated as a tensor, on all rows at once. */

import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/base/index.ts'
import { deviceNamed } from '../../../src/devices/index.ts'
import { Linear, Predictor, Sequential, Tanh, type Tensor, tensor } from '../../../src/nn/index.ts'

const [FEATURES, OUTPUTS] = [5, 3]
const random = Random.seed(4)
const network = new Sequential(
  new Linear(FEATURES, 9, { random: random.fork(0) }),
  new Tanh(),
  new Linear(9, OUTPUTS, { random: random.fork(1) }),
)
const options = {
  forward: ({ x }: { x: Tensor }) => network.forward(x),
  module: network,
  widths: { x: FEATURES },
}

const rowsOf = (rows: number) => Float32Array.from(random.fork('x').normal(rows * FEATURES))

describe.each(['js', 'wasm'])('a predictor on %s', (name) => {
  const predictor = new Predictor({ ...options, device: deviceNamed(name) })

  it.each([1, 2, 7, 8, 9, 32, 33, 64, 65, 150])('answers for %i rows as the network does', (rows) => {
    const data = rowsOf(rows)
    const expected = network.forward(tensor(data, [rows, FEATURES])).data()
    const predicted = predictor.predict({ rows, inputs: { x: { width: FEATURES, data } } })
    expect(predicted).toHaveLength(rows * OUTPUTS)
    /** Sums of nine products of numbers around 1, in another order. */
    for (const [i, value] of predicted.entries()) expect(value).toBeCloseTo(expected[i] as number, 5)
  })

  it('answers into an array of the caller, for a row that is a plain list too', () => {
    const row = [...rowsOf(1)]
    const output = new Float32Array(OUTPUTS)
    predictor.predictInto({ x: row }, output)
    const inputs = { x: { width: FEATURES, data: Float32Array.from(row) } }
    expect([...output]).toEqual([...predictor.predict({ rows: 1, inputs })])
  })

  it('is not misled by what earlier rows left behind', () => {
    const inputs = (data: Float32Array) => ({ rows: 1, inputs: { x: { width: FEATURES, data } } })
    const before = predictor.predict(inputs(rowsOf(1)))
    predictor.predict({ rows: 8, inputs: { x: { width: FEATURES, data: rowsOf(8).fill(Number.NaN) } } })
    expect(predictor.predict(inputs(rowsOf(1)))).toEqual(before)
  })

  it('names a table or an output of the wrong size', () => {
    expect(() => predictor.predictInto({ x: [1, 2] }, new Float32Array(OUTPUTS))).toThrow(
      'input x: the table has the wrong size — expected [rows, 5] for the 1 rows of the output, got 2 numbers',
    )
    expect(() => predictor.predictInto({ x: rowsOf(1) }, new Float32Array(OUTPUTS + 1))).toThrow('wrong size')
    expect(() => predictor.predict({ rows: 2, inputs: {} })).toThrow('input x')
  })
})
