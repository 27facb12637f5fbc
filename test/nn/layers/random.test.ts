/** Modules that draw random numbers: when they do, from which distribution, and that a seed fixes all of it. */

import { describe, expect, it } from 'vitest'
import { activation, gumbelSoftmax, selu } from '../../../src/activations/index.ts'
import { Random } from '../../../src/base/index.ts'
import { deviceNamed } from '../../../src/devices/index.ts'
import { select } from '../../../src/expr/index.ts'
import {
  AlongModule,
  AlphaDropout,
  Dropout,
  F,
  grad,
  type Module,
  manualSeed,
  meanSquaredError,
  moduleOf,
  ones,
  Parameter,
  SGD,
  type Tensor,
  Trainer,
  tensor,
} from '../../../src/nn/index.ts'

/** The numbers that a module makes in three steps of training, by a trainer that learns nothing. */
function lossesOf(module: Module, device = 'wasm'): number[] {
  const trainer = new Trainer({
    forward: ({ x }) => module.forward(x as Tensor),
    module,
    loss: meanSquaredError,
    optimizer: new SGD({ lr: 1e-30 }),
    batchSize: 16,
    widths: { inputs: { x: 4 }, target: 4 },
    device: deviceNamed(device),
  })
  const table = (fill: number) => ({ width: 4, data: new Float32Array(64).fill(fill) })
  const rows = trainer.place({ rows: 16, inputs: { x: table(1) }, target: table(0) })
  const order = Array.from({ length: 16 }, (_, i) => i)
  const steps = [0, 1, 2].map(() => trainer.epoch(rows, order))
  return [...steps, trainer.evaluate(rows).loss]
}

const seeded = () => new Dropout(0.25, { random: Random.seed(3) })

describe('Dropout', () => {
  it('lets 1 − p through, scaled so that the mean stays, and passes gradients where it lets through', () => {
    const x = new Parameter([100, 100], new Float32Array(1e4).fill(2))
    const y = new Dropout(0.25, { random: Random.seed(1) }).forward(x)
    const [slope] = grad(y.sum(), [x]) as [Tensor]
    const zeros = y.data().filter((value) => value === 0).length
    /** The standard deviation of the count is 43. */
    expect(Math.abs(zeros - 2500)).toBeLessThan(180)
    expect([...new Set(y.data())].sort()).toEqual([0, Math.fround(2 / 0.75)])
    expect(slope.data()).toEqual(y.data().map((value) => value / 2))
  })

  it('draws anew in each step, the same with the same seed and on every device', () => {
    const losses = lossesOf(seeded())
    expect(new Set(losses.slice(0, 3)).size).toBe(3)
    expect(lossesOf(seeded())).toEqual(losses)
    lossesOf(seeded(), 'js').forEach((loss, i) => void expect(loss).toBeCloseTo(losses[i] as number, 6))
    expect(lossesOf(new Dropout(0.25, { random: Random.seed(4) }))).not.toEqual(losses)
  })

  it('does nothing in evaluation', () => {
    expect(lossesOf(seeded()).at(-1)).toBe(1)
    const x = ones([2, 2])
    expect(seeded().eval().forward(x)).toBe(x)
  })

  it('lets nothing through at p = 1 and all at p = 0; other p are refused', () => {
    expect([...new Dropout(1).forward(ones([3])).data()]).toEqual([0, 0, 0])
    expect([...new Dropout(0).forward(ones([3])).data()]).toEqual([1, 1, 1])
    expect(() => new Dropout(1.5)).toThrow('p is no probability')
  })
})

describe('a parameter that is random', () => {
  const noisy = activation('noisy', (x, { low, draw }) => select(x.gt(0), x, x.mul(draw.add(low))), {
    parameters: {
      low: { default: 1, range: [0, 9] },
      draw: { default: 0.5, range: [0, 1], random: true },
    },
  })

  it('is drawn for each element in training, and has its default in evaluation', () => {
    manualSeed(1)
    const module = moduleOf(noisy)
    const slopes = module.forward(tensor(new Float32Array(1000).fill(-1), [1000])).neg()
    expect(new Set(slopes.data()).size).toBeGreaterThan(990)
    expect(Math.min(...slopes.data())).toBeGreaterThan(1)
    expect(Math.max(...slopes.data())).toBeLessThan(2)
    /** The standard error of the mean is 0.009. */
    expect(Math.abs(slopes.mean().item() - 1.5)).toBeLessThan(0.04)
    expect([
      ...module
        .eval()
        .forward(tensor([-1, 2]))
        .data(),
    ]).toEqual([-1.5, 2])
  })
})

describe('gumbelSoftmax', () => {
  const logits = [Math.log(0.2), Math.log(0.5), Math.log(0.3)]
  const many = tensor(Array.from({ length: 4000 }, () => logits))

  it('makes hard choices with the probabilities of the softmax, and passes the soft gradient', () => {
    manualSeed(5)
    const choices = F.gumbel_softmax(many, { hard: true, tau: 0.7 }).data()
    expect([...new Set(choices)].sort()).toEqual([0, 1])
    const shares = logits.map(
      (_, k) => choices.filter((value, i) => i % 3 === k && value === 1).length / 4000,
    )
    /** Standard deviations of the shares are below 0.008. */
    shares.forEach(
      (share, k) => void expect(Math.abs(share - ([0.2, 0.5, 0.3][k] as number))).toBeLessThan(0.03),
    )
    const x = new Parameter([1, 3], Float32Array.from(logits))
    const slopeOf = (hard: boolean) => {
      const module = new AlongModule(gumbelSoftmax, { hard }, Random.seed(2))
      const picked = module.forward(x).mul(tensor([[1, 2, 3]]))
      return (grad(picked.sum(), [x])[0] as Tensor).data()
    }
    expect(slopeOf(true)).toEqual(slopeOf(false))
    expect(slopeOf(true).some((slope) => slope !== 0)).toBe(true)
  })

  it('draws anew with each call, and nothing in evaluation', () => {
    const module = moduleOf(gumbelSoftmax, { tau: 2 })
    expect(module.forward(many).data()).not.toEqual(module.forward(many).data())
    const soft = module
      .eval()
      .forward(tensor([logits]).mul(2))
      .data()
    soft.forEach((p, k) => void expect(p).toBeCloseTo([0.2, 0.5, 0.3][k] as number, 6))
  })
})

describe('AlphaDropout', () => {
  it('scales and shifts as PyTorch does', () => {
    const x = tensor(
      Float32Array.from({ length: 200 }, (_, i) => i % 2),
      [200],
    )
    const values = [...new Set(new AlphaDropout(0.3, { random: Random.seed(4) }).forward(x).data())].sort(
      (a, b) => a - b,
    )
    /** What PyTorch 1.13 makes of many zeros and ones in float64: dropped, 0 and 1. */
    const want = [-1.0595481589864801, 0.4540920681370629, 1.315044684383419]
    expect(values).toHaveLength(3)
    want.forEach((value, i) => void expect(values[i]).toBeCloseTo(value, 6))
  })

  it.each([0.05, 0.5, 0.9])('keeps mean 0 and variance 1 of what has them, at p = %f', (p) => {
    const count = 40_000
    const x = tensor(Float32Array.from(Random.seed(6).normal(count)), [count])
    const y = new AlphaDropout(p, { random: Random.seed(7) }).forward(x).data()
    const mean = y.reduce((a, b) => a + b) / count
    const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count
    /** Standard errors of 0.005 and, with a fourth moment below 20, 0.022. */
    expect(Math.abs(mean)).toBeLessThan(0.02)
    expect(Math.abs(variance - 1)).toBeLessThan(0.08)
  })

  it('puts the limit of selu in place of what it drops, and does nothing in evaluation', () => {
    const x = ones([64])
    const [limit] = selu.evaluate([-Infinity]).value
    const scale = 1 / Math.sqrt(0.5 * (1 + 0.5 * (limit as number) ** 2))
    const least = Math.min(...F.alpha_dropout(x).data())
    expect(least).toBeCloseTo(scale * (limit as number) * 0.5, 6)
    expect(new AlphaDropout().eval().forward(x)).toBe(x)
    expect(F.alpha_dropout(x, { training: false })).toBe(x)
    expect([...new Set(F.alpha_dropout(x, { p: 1 }).data())]).toEqual([0])
    expect(() => new AlphaDropout(1.5)).toThrow('p is no probability')
  })
})
