/** Learning rates step by step. Oracle: the schedules of Keras 3.15, and PyTorch 1.13's OneCycleLR. */

import { describe, expect, it } from 'vitest'
import {
  Adam,
  AdamW,
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  oneCycle,
  piecewiseConstant,
  polynomialDecay,
  RMSprop,
  SGD,
  warmUp,
} from '../../../src/nn/index.ts'

const STEPS = [0, 1, 5, 10, 15, 20, 25]

describe('schedules', () => {
  const decay = { lr: 0.1, steps: 10, rate: 0.5 }
  it.each<[string, (step: number) => number, readonly number[]]>([
    [
      'ExponentialDecay',
      exponentialDecay(decay),
      [0.1, 0.0933033, 0.0707107, 0.05, 0.0353553, 0.025, 0.0176777],
    ],
    [
      '… staircase',
      exponentialDecay({ ...decay, staircase: true }),
      [0.1, 0.1, 0.1, 0.05, 0.05, 0.025, 0.025],
    ],
    [
      'InverseTimeDecay',
      inverseTimeDecay(decay),
      [0.1, 0.0952381, 0.08, 0.0666667, 0.0571429, 0.05, 0.0444444],
    ],
    [
      'PolynomialDecay',
      polynomialDecay({ lr: 0.1, steps: 20, end: 0.01, power: 2 }),
      [0.1, 0.091225, 0.060625, 0.0325, 0.015625, 0.01, 0.01],
    ],
    [
      'CosineDecay',
      cosineDecay({ lr: 0.1, steps: 20, end: 0.01 }),
      [0.1, 0.099446, 0.0868198, 0.055, 0.0231802, 0.01, 0.01],
    ],
    [
      'PiecewiseConstantDecay',
      piecewiseConstant([5, 15], [0.1, 0.05, 0.01]),
      [0.1, 0.1, 0.1, 0.05, 0.05, 0.01, 0.01],
    ],
  ])("are Keras' %s", (_, schedule, want) => {
    STEPS.forEach((step, i) => void expect(schedule(step)).toBeCloseTo(want[i] as number, 7))
  })

  it("go up and down as PyTorch's OneCycleLR, and stay down", () => {
    const schedule = oneCycle({ lr: 0.1, steps: 26 })
    const want = {
      0: 0.004,
      1: 0.009032162,
      5: 0.084337391,
      7: 0.099970207,
      10: 0.092564252,
      25: 4e-7,
      30: 4e-7,
    }
    for (const [step, rate] of Object.entries(want)) expect(schedule(Number(step))).toBeCloseTo(rate, 9)
  })

  it('begin at the top where one step rises, and end there where all rise', () => {
    const [down, up] = [0.1, 1].map((rising) => oneCycle({ lr: 0.1, steps: 10, rising }))
    expect(down?.(0)).toBe(0.1)
    expect(down?.(9)).toBeCloseTo(4e-7, 12)
    expect(up?.(9)).toBeCloseTo(0.1, 12)
  })

  it('warm up in equal rises, and then begin', () => {
    const schedule = warmUp(4, exponentialDecay(decay))
    const got = [0, 1, 3, 4, 5, 14].map(schedule)
    const want = [0.025, 0.05, 0.1, 0.1, 0.0933033, 0.05]
    got.forEach((rate, i) => void expect(rate).toBeCloseTo(want[i] as number, 7))
    expect(warmUp(2, 0.5)(0)).toBe(0.25)
  })

  it('refuse what is none', () => {
    expect(() => cosineDecay({ lr: 1, steps: 0 })).toThrow('cosineDecay: no such number of steps')
    expect(() => piecewiseConstant([1], [1])).toThrow('expected 2, one more than boundaries, got 1')
  })
})

describe('an optimiser', () => {
  it('asks its schedule once for each step, from 0 on', () => {
    const asked: number[] = []
    const lr = (step: number) => asked.push(step) / 10
    const optimizers = [new SGD({ lr }), new RMSprop({ lr })]
    for (const optimizer of optimizers) expect([optimizer.step(), optimizer.step()].length).toBe(2)
    expect(asked).toEqual([0, 1, 0, 1])
    expect(Object.values(new SGD({ lr: (step) => step + 7 }).step())).toEqual([7])
    const [adam, adamW] = [new Adam({ lr: () => 0.5 }), new AdamW({ lr: () => 0.5, weightDecay: 0.1 })]
    expect(adam.step()['adam.move']).toBeCloseTo(-0.5, 12)
    expect(adamW.step()['adam.kept']).toBeCloseTo(0.95, 12)
  })

  it('says so when its schedule gives no rate', () => {
    expect(() => new SGD({ lr: () => Number.NaN }).step()).toThrow('SGD: the learning rate is out of range')
    for (const lr of [-1, 0, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => new SGD({ lr })).toThrow(`SGD: lr is out of range — expected a number above 0, got ${lr}`)
    expect(() => new Adam({ betas: [0.9, 1] })).toThrow(
      'Adam: betas is out of range — expected a number in [0, 1), got 1',
    )
    expect(() => new RMSprop({ momentum: -0.1 })).toThrow('momentum is out of range')
    expect(() => new AdamW({ weightDecay: -1 })).toThrow(
      'weightDecay is out of range — expected a number of at least 0',
    )
  })
})
