/** Five steps of each optimiser, with gradients that change. Oracle: PyTorch 1.13 in float64. */

import { describe, expect, it } from 'vitest'
import {
  Adadelta,
  Adagrad,
  Adam,
  AdamW,
  clipEachGradNorm,
  clipGradNorm,
  clipGradValue,
  NAdam,
  type Optimizer,
  Parameter,
  RMSprop,
  SGD,
  type Tensor,
} from '../../../src/nn/index.ts'
import { near, trained } from './steps.ts'

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
    [
      'Adagrad',
      new Adagrad(),
      [0.49221064769237194, 0.49887224808278613, 0.5409887026605887, 0.46768329354169536],
    ],
    [
      'Adagrad with decays, from a sum above 0',
      new Adagrad({ lr: 0.1, lrDecay: 0.1, weightDecay: 0.01, initialAccumulatorValue: 0.1 }),
      [0.4095447839382003, 0.4933860213526554, 0.49335639344517723, 0.2175542650341681],
    ],
    /** With the product of momenta as in PyTorch 2: 1.13 counts the last of them twice. */
    [
      'NAdam',
      new NAdam(),
      [0.4983269309925181, 0.49992524374281677, 0.5094655107640129, 0.49190118729412785],
    ],
    [
      'NAdam with decay',
      new NAdam({ lr: 0.01, weightDecay: 0.01 }),
      [0.49148945114307274, 0.46333268286215507, 0.4600218708804712, 0.459506437745436],
    ],
    [
      'Adadelta',
      new Adadelta(),
      [0.4994786834372507, 0.5005212717341277, 0.5000014999999897, 0.4835670563586026],
    ],
    [
      'Adadelta with decay',
      new Adadelta({ lr: 0.5, rho: 0.8, weightDecay: 0.01 }),
      [0.49986531048351823, 0.49507844017982644, 0.49452425723562904, 0.49394217998644135],
    ],
  ])('%s', (_, optimizer, want) => near(trained(optimizer), want))

  it('names what is out of range', () => {
    expect(() => new Adagrad({ lrDecay: -1 })).toThrow('Adagrad: lrDecay is out of range')
    expect(() => new Adadelta({ rho: 1 })).toThrow('Adadelta: rho is out of range')
    expect(() => new NAdam({ momentumDecay: Number.NaN })).toThrow('NAdam: momentumDecay is out of range')
  })
})

describe('limits on gradients', () => {
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
