/** A look inside a network. Oracle: PyTorch 1.13's hooks and retained gradients, in float64, with the same weights. */

import { describe, expect, it } from 'vitest'
import {
  F,
  inspect,
  Linear,
  Module,
  Sequential,
  Tanh,
  type Tensor,
  tensor,
  trace,
} from '../../src/nn/index.ts'
import { fillWithSines } from './sines.ts'

const x = tensor([0, 1].map((r) => [0, 1, 2].map((c) => Math.cos(3 * r + c * c))))
const target = tensor([[0], [1]])
const network = () => fillWithSines(new Sequential(new Linear(3, 2), new Tanh(), new Linear(2, 1)))

function near(got: Tensor, want: readonly number[]): void {
  const data = got.data()
  expect(data).toHaveLength(want.length)
  want.forEach((value, i) => void expect(data[i]).toBeCloseTo(value, 5))
}

describe('inspect', () => {
  it('gives activations and gradients layer by layer, as PyTorch does', () => {
    const net = network()
    const { loss, calls, parameters } = inspect(net, () => F.mse_loss(net.forward(x), target))
    expect(loss.item()).toBeCloseTo(1.7530564190989386, 5)
    expect(calls.map(({ path }) => path)).toEqual(['0', '1', '2', ''])
    const want = [
      [
        [-0.042451017, -0.610678116, -2.112356102, -1.273340977],
        [-0.185840033, 0.089658419, -0.097350412, 0.315982414],
      ],
      [
        [-0.042425535, -0.544604266, -0.971162786, -0.854700578],
        [-0.186175134, 0.127463221, -1.712623925, 1.172533389],
      ],
      [
        [-0.202358549, -0.861495059],
        [-0.202358549, -1.861495059],
      ],
    ] as const
    want.forEach(([output, gradient], i) => {
      near(calls[i]?.output as Tensor, output)
      near(calls[i]?.gradient as Tensor, gradient)
    })
    const slopes = {
      '0.weight': [-0.089463856, -0.036777323, 0.048080457, -0.2231618, -0.158097239, 0.179615201],
      '0.bias': [-0.283190444, 0.405640833],
      '2.weight': [1.816399898, 1.701226232],
      '2.bias': [-2.063853608],
    }
    expect(parameters.map(({ path }) => path)).toEqual(Object.keys(slopes))
    for (const { path, gradient } of parameters) near(gradient, slopes[path as keyof typeof slopes])
  })
})

describe('trace', () => {
  it('tells of each pass of a module that is used twice, with what went in', () => {
    const [first, tanh] = [new Linear(3, 3), new Tanh()]
    const net = new Sequential(first, tanh, first, tanh)
    const { result, calls } = trace(net, () => net.forward(x))
    expect(calls.map(({ path }) => path)).toEqual(['0', '1', '0', '1', ''])
    expect(calls.map(({ module }) => module)).toEqual([first, tanh, first, tanh, net])
    expect(calls[1]?.inputs).toEqual([calls[0]?.output])
    expect(calls.at(-1)?.output).toBe(result)
  })

  it('leaves modules as they were, those with a forward of their own too, even when something fails', () => {
    class Own extends Module {
      override forward = (input: Tensor): Tensor => input.mul(2)
    }
    const [own, linear] = [new Own(), new Linear(3, 1)]
    const { forward } = own
    const net = new Sequential(own, linear)
    expect(() => trace(net, () => net.forward(tensor([[1]])))).toThrow('Linear(3, 1)')
    expect(trace(net, () => net.forward(x)).calls.map(({ path }) => path)).toEqual(['0', '1', ''])
    expect(own.forward).toBe(forward)
    expect(Object.hasOwn(linear, 'forward')).toBe(false)
  })
})
