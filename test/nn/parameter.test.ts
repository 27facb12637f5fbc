/** Numbers that are in one place at a time: whoever looks gets the newest, whoever trains begins with them. */

import { describe, expect, it } from 'vitest'
import {
  Adam,
  Buffer,
  dataset,
  Linear,
  meanSquaredError,
  type Optimizer,
  Parameter,
  Predictor,
  Sequential,
  SGD,
  type Tensor,
  Trainer,
  tensor,
} from '../../src/nn/index.ts'

const one = dataset({ x: [[1]] }, [[0]])
const ORDER = [0]

/** y = w·x from w = 1 towards 0: a step with rate ¼ halves w. */
function halving(optimizer: Optimizer = new SGD({ lr: 0.25 })) {
  const module = new Linear(1, 1, { bias: false })
  module.weight.set([1])
  const { widths } = one
  const trainerOf = (own = optimizer) =>
    new Trainer({ module, loss: meanSquaredError, optimizer: own, batchSize: 1, widths })
  const step = (trainer: Trainer) => trainer.epoch(trainer.place(one), ORDER)
  return { module, weight: module.weight, trainerOf, step }
}

describe('a parameter in training', () => {
  it('shows what training made of it, wherever one looks', () => {
    const { module, weight, trainerOf, step } = halving()
    const predictor = new Predictor({ module, widths: { x: 1 } })
    const answer = () => predictor.predict(one)[0]
    const trainer = trainerOf()
    step(trainer)
    expect(weight.data()[0]).toBe(0.5)
    step(trainer)
    expect(answer()).toBe(0.25)
    step(trainer)
    expect(module.forward(tensor([[1]])).item()).toBe(0.125)
    step(trainer)
    expect((module.stateDict().weight as Tensor).item()).toBe(0.0625)
    expect(trainer.loss(trainer.place(one))).toBe(0.0625 ** 2)
  })

  it('goes on from what was set in between', () => {
    const { module, weight, trainerOf, step } = halving()
    const predictor = new Predictor({ module, widths: { x: 1 } })
    const trainer = trainerOf()
    step(trainer)
    weight.set([8])
    expect(trainer.loss(trainer.place(one))).toBe(64)
    expect(predictor.predict(one)[0]).toBe(8)
    step(trainer)
    expect(weight.data()[0]).toBe(4)
    module.loadStateDict({ weight: tensor([[16]]) })
    step(trainer)
    expect(predictor.predict(one)[0]).toBe(8)
  })

  it('may have two trainers, each of which begins where the other stopped', () => {
    const { weight, trainerOf, step } = halving()
    const [first, second] = [trainerOf(), trainerOf()]
    step(first)
    step(second)
    step(second)
    step(first)
    expect(weight.data()[0]).toBe(0.0625)
  })

  it('is looked up in the trainer of another module that it feeds', () => {
    const [maker, judge] = [halving(), new Linear(1, 1, { bias: false })]
    judge.weight.set([1])
    const judging = new Trainer({
      module: judge,
      frozen: [maker.module],
      forward: ({ x }) => judge.forward(maker.module.forward(x)),
      loss: meanSquaredError,
      optimizer: new SGD({ lr: 1e-30 }),
      batchSize: 1,
      widths: one.widths,
    })
    const [making, rows] = [maker.trainerOf(), judging.place(one)]
    expect(judging.loss(rows)).toBe(1)
    maker.step(making)
    expect(judging.loss(rows)).toBe(0.25)
    maker.step(making)
    expect(judging.epoch(rows, ORDER)).toBe(0.0625)
  })

  it('takes an optimiser’s moments with it to the next trainer', () => {
    const [alone, handed] = [halving(), halving()]
    const [whole, adam] = [new Adam({ lr: 0.1 }), new Adam({ lr: 0.1 })]
    const trainer = alone.trainerOf(whole)
    for (let i = 0; i < 4; i++) alone.step(trainer)
    const first = handed.trainerOf(adam)
    handed.step(first)
    handed.step(first)
    const second = handed.trainerOf(adam)
    handed.step(second)
    handed.step(first)
    expect(handed.weight.data()).toEqual(alone.weight.data())
  })

  it('is left alone where it needs no gradient', () => {
    const module = new Sequential(new Linear(1, 2), new Linear(2, 1))
    const [frozen, free] = module.layers as [Linear, Linear]
    for (const parameter of frozen.parameters()) parameter.requiresGrad = false
    const [before, moving] = [frozen.weight.copy(), free.weight.copy()]
    const options = { module, loss: meanSquaredError, optimizer: new SGD({ lr: 0.1, weightDecay: 0.1 }) }
    const trainer = new Trainer({ ...options, batchSize: 1, widths: one.widths })
    trainer.epoch(trainer.place(one), ORDER)
    expect(frozen.weight.data()).toEqual(before.data())
    expect(free.weight.data()).not.toEqual(moving.data())
  })
})

describe('a buffer', () => {
  it('is part of a state and no parameter', () => {
    class Counting extends Linear {
      readonly seen = new Buffer([2], Float32Array.of(3, 4))
    }
    const module = new Counting(1, 1)
    expect(module.namedParameters().map(([path]) => path)).toEqual(['weight', 'bias'])
    expect(Object.keys(module.stateDict())).toEqual(['weight', 'bias', 'seen'])
    expect(() => module.loadStateDict(new Linear(1, 1).stateDict())).toThrow(
      'the paths are not those of the parameters and buffers — expected weight, bias, seen, got weight, bias',
    )
  })

  it('wants as many numbers as its shape has', () => {
    expect(() => new Buffer([2], new Float32Array(3))).toThrow('expected 2 for [2], got 3')
    expect(() => new Parameter([2]).set([1])).toThrow('parameter: the numbers do not fill the shape')
    expect(() => new Parameter([2]).set(tensor([[1, 2]]))).toThrow('expected [2], got [1, 2]')
  })
})
