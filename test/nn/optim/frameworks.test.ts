/** Five steps of each optimiser, with gradients that change. Oracle: PyTorch 1.13 and Keras 3.15, both in float64. */

import { describe, expect, it } from 'vitest'
import { compile } from '../../../src/compile/compile.ts'
import { deviceNamed } from '../../../src/devices/index.ts'
import { input } from '../../../src/graph/index.ts'
import {
  Adam,
  AdamW,
  clipEachGradNorm,
  clipGradNorm,
  clipGradValue,
  type Optimizer,
  Parameter,
  RMSprop,
  SGD,
  Tensor,
} from '../../../src/nn/index.ts'

const gradientOf = (t: number) => [Math.sin(t + 1), 1e-3 * Math.cos(t), -1e-7 * (t + 1), 5]

type Clip = (gradients: readonly Tensor[]) => readonly Tensor[]

/** Four numbers that start at ½, after five steps. */
function trained(optimizer: Optimizer, clip: Clip = (gradients) => gradients): Float32Array {
  const parameter = new Parameter([4], new Float32Array(4).fill(0.5))
  const given = clip([new Tensor(input('gradient', [4]))]).map(({ node }) => node)
  const updates = optimizer.updates([parameter], given)
  const compiled = compile({ train: { outputs: {}, updates } }, deviceNamed('wasm'))
  for (let t = 0; t < 5; t++) {
    compiled.write('gradient', gradientOf(t))
    for (const [name, value] of Object.entries(optimizer.step())) compiled.writeScalar(name, value)
    compiled.run('train')
  }
  compiled.readStates()
  return parameter.data()
}

/** Five float32 steps on numbers of at most 8: each rounds by at most 2⁻²², and what it sums up rounds as much. */
function near(got: ArrayLike<number>, want: readonly number[]): void {
  want.forEach((value, i) => void expect(Math.abs((got[i] as number) - value)).toBeLessThan(2e-6))
}

describe('PyTorch', () => {
  it.each<[string, Optimizer, readonly number[]]>([
    ['SGD', new SGD({ lr: 0.1 }), [0.4823838350277621, 0.5000519480648143, 0.50000015, -2]],
    [
      'SGD with momentum and decay',
      new SGD({ lr: 0.1, momentum: 0.9, weightDecay: 0.01 }),
      [0.03982887587416583, 0.49321630513684717, 0.493443756699273, -6.063116385526202],
    ],
    [
      "SGD with Nesterov's momentum",
      new SGD({ lr: 0.1, momentum: 0.9, nesterov: true }),
      [0.07211272521266833, 0.4998457749543553, 0.5000004353279001, -7.914845],
    ],
    [
      'Adam with decay',
      new Adam({ lr: 0.01, weightDecay: 0.01 }),
      [0.46953650419234566, 0.45101302750116123, 0.45009850923669653, 0.4500000866763464],
    ],
    [
      'AdamW',
      new AdamW({ lr: 0.01, weightDecay: 0.1 }),
      [0.4672687158883962, 0.4769160841398924, 0.5433942045097453, 0.4476048951522898],
    ],
    [
      'RMSprop',
      new RMSprop(),
      [0.4228558419147626, 0.48971932332566764, 0.7967987564279657, 0.17553944505510174],
    ],
    [
      'RMSprop with momentum and decay',
      new RMSprop({ alpha: 0.9, momentum: 0.5, weightDecay: 0.01 }),
      [0.43302777181684005, 0.34458175069657176, 0.3301190973447198, 0.3209018918976446],
    ],
  ])('%s', (_, optimizer, want) => near(trained(optimizer), want))
})

describe('Keras', () => {
  const rmsprop = { lr: 0.01, alpha: 0.9, eps: 1e-7, epsInRoot: true }
  it.each<[string, Optimizer, readonly number[]]>([
    [
      'Adam',
      new Adam({ lr: 0.01, eps: 1e-7, epsHat: true }),
      [0.4696741709623342, 0.4793974277412755, 0.5052115537732256, 0.4500000204470183],
    ],
    [
      'AdamW',
      new AdamW({ lr: 0.01, eps: 1e-7, epsHat: true, weightDecay: 0.004 }),
      [0.4695777682700144, 0.4793005009235524, 0.5051112984809463, 0.4499040282847341],
    ],
    [
      'RMSprop',
      new RMSprop(rmsprop),
      [0.4778177550901487, 0.5040034148321844, 0.5000474341583468, 0.3935471283415708],
    ],
    [
      'RMSprop with momentum',
      new RMSprop({ ...rmsprop, momentum: 0.5 }),
      [0.4334614513808378, 0.4884165830123597, 0.5000693724580992, 0.3208936293518985],
    ],
  ])('%s', (_, optimizer, want) => near(trained(optimizer), want))
})

describe('limits on gradients', () => {
  const norm = (gradients: readonly Tensor[]) => clipGradNorm(gradients, 1)

  it('are those of Keras: each norm, each element, all norms', () => {
    const each = (gradients: readonly Tensor[]) => clipEachGradNorm(gradients, 1)
    const value = (gradients: readonly Tensor[]) => clipGradValue(gradients, 0.5)
    const clipped = [0.4964910195204336, 0.5000103810638755, 0.5000000296362477, 0.005956324562533699]
    near(trained(new SGD({ lr: 0.1 }), each), clipped)
    near(trained(new SGD({ lr: 0.1 }), norm), clipped)
    near(trained(new SGD({ lr: 0.1 }), value), [0.48588799919401326, 0.5000519480648143, 0.50000015, 0.25])
    near(
      trained(new Adam({ lr: 0.01, eps: 1e-7, epsHat: true }), norm),
      [0.4696678032153655, 0.47974039977930233, 0.501160959904507, 0.4499946031967367],
    )
  })

  const [three, one] = [
    new Parameter([4], Float32Array.of(3, -4, 0, 1)),
    new Parameter([2], Float32Array.of(1, -2)),
  ]

  it('take the norm of all gradients together, as PyTorch does', () => {
    const [a, b] = clipGradNorm([three, one], 2) as [Tensor, Tensor]
    /** PyTorch adds 1e-6 to the norm. */
    near(a.data(), [1.0776316186122972, -1.4368421581497295, 0, 0.35921053953743237])
    near(b.data(), [0.35921053953743237, -0.7184210790748647])
    const [c, d] = clipEachGradNorm([three, one], 2) as [Tensor, Tensor]
    near(
      c.data(),
      [3, -4, 0, 1].map((g) => (2 * g) / Math.sqrt(26)),
    )
    near(
      d.data(),
      [1, -2].map((g) => (2 * g) / Math.sqrt(5)),
    )
  })

  it('leave short gradients as they are, zeros too, and NaN visible', () => {
    const short = new Parameter([3], Float32Array.of(0.1, 0, -1e-30))
    expect(clipGradNorm([short], 1)[0]?.data()).toEqual(short.data())
    expect([...(clipGradNorm([new Parameter([2])], 1)[0] as Tensor).data()]).toEqual([0, 0])
    const broken = new Parameter([2], Float32Array.of(Number.NaN, 1))
    expect([...(clipGradNorm([broken], 1)[0] as Tensor).data()]).toEqual([Number.NaN, Number.NaN])
    expect((clipGradValue([broken], 0.5)[0] as Tensor).data()[0]).toBeNaN()
    expect(clipGradNorm([], 1)).toEqual([])
  })

  it('must be above 0', () => {
    expect(() => clipGradNorm([one], 0)).toThrow(
      'clipGradNorm: no such limit — expected a number above 0, got 0',
    )
    expect(() => clipGradValue([one], Number.NaN)).toThrow('clipGradValue')
  })
})
