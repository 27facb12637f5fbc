/**
 * PyTorch's losses as modules, by themselves and in a trainer. Oracle: PyTorch 1.13 in float64, from the same weights
 * sin(k²), over the same eleven rows in order, four to a batch, with SGD(lr=0.1).
 */

import { describe, expect, it } from 'vitest'
import {
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  dataset,
  F,
  HuberLoss,
  L1Loss,
  Linear,
  LogSoftmax,
  type LossModule,
  MSELoss,
  NLLLoss,
  Sequential,
  SGD,
  Sigmoid,
  SmoothL1Loss,
  Tanh,
  Trainer,
  tensor,
} from '../../../src/nn/index.ts'
import { fillWithSines } from '../sines.ts'

const ROWS = 11
const x = Array.from({ length: ROWS }, (_, r) => [0, 1, 2].map((c) => Math.cos(3 * r + c * c)))
const classes = x.map((_, r) => r % 3)
/** The last batch has no row that counts: PyTorch's mean of none is NaN, so the loop that made the numbers skips it. */
const gaps = classes.map((c, r) => ([1, 2, 8, 9, 10].includes(r) ? -100 : c))
const yes = classes.map((c) => Number(c === 0))
const inOrder = Array.from({ length: ROWS }, (_, row) => row)

function training(loss: LossModule, y: readonly number[] | readonly number[][], last = new Sequential()) {
  const width = loss instanceof CrossEntropyLoss || loss instanceof NLLLoss ? 3 : 1
  const module = fillWithSines(new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, width), last))
  const data = dataset({ x }, y)
  const optimizer = new SGD({ lr: 0.1 })
  const trainer = new Trainer({ module, loss, optimizer, batchSize: 4, widths: data.widths })
  return { trainer, resident: trainer.place(data) }
}

/** Nine float32 steps on numbers around 1. */
function near(got: ArrayLike<number>, want: readonly number[]): void {
  want.forEach((value, i) => void expect(Math.abs((got[i] as number) - value)).toBeLessThan(3e-6))
}

const weighed = { weight: [1, 5, 0.5], labelSmoothing: 0.1 }

interface Case {
  readonly loss: LossModule
  readonly y: readonly number[] | readonly number[][]
  /** Of three epochs. */
  readonly losses: readonly number[]
  /** Afterwards, of all rows at once. */
  readonly loss3: number
  /** The outputs for the first rows. */
  readonly outputs: readonly number[]
}

const CASES: readonly (readonly [string, Case])[] = [
  [
    'CrossEntropyLoss',
    {
      loss: new CrossEntropyLoss(),
      y: classes,
      losses: [1.7658253490521931, 1.6253560207653166, 1.5109718135030084],
      loss3: 1.4228458246396136,
      outputs: [-1.1959517839188245, -1.9603182409518212, 0.2935272991273834, 0.07358388005420291],
    },
  ],
  [
    'CrossEntropyLoss of weighed classes, whose mean is by the weights of each batch',
    {
      loss: new CrossEntropyLoss(weighed),
      y: classes,
      losses: [2.248295769242313, 1.881472168183228, 1.5959388940758812],
      loss3: 1.4169426014339668,
      outputs: [-1.3976388083606266, -1.4536915045233827, 0.0847238936506835, -0.17365222373142541],
    },
  ],
  [
    'CrossEntropyLoss that ignores rows, of one batch all',
    {
      loss: new CrossEntropyLoss({ ignoreIndex: -100 }),
      y: gaps,
      losses: [1.4836064565659302, 1.3481247481187817, 1.2295059356905578],
      loss3: 1.565348053376794,
      outputs: [-0.8699236028935855, -2.289144477851412, 0.2192839803979676, -0.011131678334362127],
    },
  ],
  [
    'SmoothL1Loss',
    {
      loss: new SmoothL1Loss({ beta: 0.5 }),
      y: x.map((_, r) => 3 * Math.sin(2 * r)),
      losses: [1.7468019361223406, 1.66211785426921, 1.622376770882118],
      loss3: 1.5999749233456464,
      outputs: [-0.41446232861757715, -0.5950098201344575],
    },
  ],
  [
    'BCEWithLogitsLoss whose yes counts four times',
    {
      loss: new BCEWithLogitsLoss({ posWeight: 4 }),
      y: yes,
      losses: [1.9344979828588789, 1.6754996800800237, 1.4981209344706699],
      loss3: 1.3657818845403553,
      outputs: [0.17876448808569284, 0.4366323748769159],
    },
  ],
]

describe('in a trainer', () => {
  it.each(CASES)('trains as in PyTorch: %s', (_, { loss, y, losses, loss3, outputs }) => {
    const { trainer, resident } = training(loss, y)
    near(
      [0, 1, 2].map(() => trainer.epoch(resident, inOrder)),
      losses,
    )
    near(trainer.evaluate(resident).output, outputs)
    near([trainer.loss(resident)], [loss3])
  })

  it('of probabilities is that of the logits they are made of', () => {
    const pairs = [
      [training(new BCELoss(), yes, new Sequential(new Sigmoid())), training(new BCEWithLogitsLoss(), yes)],
      [
        training(new NLLLoss(weighed), classes, new Sequential(new LogSoftmax())),
        training(new CrossEntropyLoss({ weight: weighed.weight }), classes),
      ],
    ]
    for (const [own, other] of pairs)
      for (let epoch = 0; epoch < 3; epoch++)
        near(
          [own?.trainer.epoch(own.resident, inOrder) ?? Number.NaN],
          [other?.trainer.epoch(other.resident, inOrder) as number],
        )
  })

  it('takes shares in place of classes: certain ones cost the same', () => {
    const certain = classes.map((c) => [0, 1, 2].map((k) => Number(k === c)))
    const [own, other] = [
      training(new CrossEntropyLoss(), certain),
      training(new CrossEntropyLoss(), classes),
    ]
    for (let epoch = 0; epoch < 3; epoch++)
      near([own.trainer.epoch(own.resident, inOrder)], [other.trainer.epoch(other.resident, inOrder)])
    expect(() => training(new CrossEntropyLoss(), [...certain.slice(1), [0, 2, 0]])).toThrow(
      'expected numbers from 0 to 1, got 2',
    )
  })

  it('refuses sums, and classes that are none', () => {
    expect(() => training(new MSELoss({ reduction: 'sum' }), yes)).toThrow(
      "MSELoss: a trainer averages over the rows — expected reduction: 'mean', got reduction: 'sum'",
    )
    expect(() => training(new CrossEntropyLoss({ ignoreIndex: -1 }), gaps)).toThrow('got -100')
    expect(() => training(new NLLLoss(), gaps)).toThrow('got -100')
    expect(() => training(new BCELoss(), classes)).toThrow('expected numbers from 0 to 1, got 2')
  })
})

describe('by itself', () => {
  const [a, b] = [tensor([[0.5, 0.25]]), tensor([[1, 0]])]

  it.each<[string, LossModule, number]>([
    ['MSELoss', new MSELoss(), (0.25 + 0.0625) / 2],
    ['MSELoss', new MSELoss({ reduction: 'sum' }), 0.3125],
    ['L1Loss', new L1Loss(), 0.375],
    ['HuberLoss', new HuberLoss({ delta: 0.4 }), (0.4 * 0.3 + 0.03125) / 2],
    ['SmoothL1Loss', new SmoothL1Loss({ beta: 0.4 }), (0.3 + 0.03125 / 0.4) / 2],
    ['BCELoss', new BCELoss(), -(Math.log(0.5) + Math.log(0.75)) / 2],
  ])('%s is the mean over all elements, or their sum', (_, loss, want) => {
    expect(loss.forward(a, b).item()).toBeCloseTo(want, 6)
  })

  it('has its options by name, and prints as its class', () => {
    expect(new HuberLoss().toString()).toBe('HuberLoss()')
    expect(() => new CrossEntropyLoss(0.1 as unknown as object)).toThrow('options go by name')
    expect(new CrossEntropyLoss({ reduction: 'none' }).forward(a, tensor([1])).shape).toEqual([1])
    expect(F.mse_loss(a, b).item()).toBe(new MSELoss().forward(a, b).item())
  })
})
