/** Models as their users make and break them. */

import { describe, expect, it } from 'vitest'
import {
  type CompileOptions,
  type FitOptions,
  type Layer,
  layers,
  losses,
  optimizers,
  regularizers,
  sequential,
} from '../../src/keras/index.ts'
import { weighByClass } from '../../src/keras/train/data.ts'
import { Adam, type NestedNumbers, type Tensor, tensor } from '../../src/nn/index.ts'

const x = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i)])
const y = x.map(([a = 0, b = 0]) => Number(a > 0) + Number(b > 0))
const quiet = { epochs: 1, verbose: 0 } as const

const dense = (units = 1) => layers.dense({ units, inputShape: [2] })
const classifier = [
  layers.dense({ units: 8, activation: 'relu', inputShape: [2] }),
  layers.dense({ units: 3, activation: 'softmax' }),
] as const

function compiled(stack: readonly Layer[], options: CompileOptions) {
  const model = sequential(stack)
  model.compile(options)
  return model
}

const classes = () => compiled(classifier, { loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] })

describe('a loss or a metric of one’s own', () => {
  it('is a function: of tensors, and of arrays', async () => {
    const fourth = (output: Tensor, target: Tensor) => output.sub(target).map((d) => d.mul(d).mul(d).mul(d))
    const worst = (output: Float32Array, target: Float32Array) =>
      Math.max(...output.map((value, i) => Math.abs(value - (target[i] as number))))
    const model = compiled([dense()], { loss: fourth, metrics: [worst, 'rootMeanSquaredError'] })
    await model.fit(x, y, quiet)
    const measured = await model.evaluate(x, y)
    const errors = [...(await model.predict(x)).data()].map((value, i) => value - (y[i] as number))
    const mean = (power: number) => errors.reduce((sum, error) => sum + error ** power, 0) / errors.length
    expect(measured.loss).toBeCloseTo(mean(4), 4)
    expect(measured.worst).toBeCloseTo(Math.max(...errors.map(Math.abs)), 6)
    expect(measured.rootMeanSquaredError).toBeCloseTo(Math.sqrt(mean(2)), 6)
  })

  it('leaves it open what accuracy means', () => {
    const loss = (output: Tensor, target: Tensor) => output.sub(target).abs()
    expect(() => compiled([dense()], { loss, metrics: ['accuracy'] })).toThrow("Name it: 'binaryAccuracy'")
    expect(() => compiled([dense()], { loss, metrics: ['binaryAccuracy'] })).not.toThrow()
  })
})

describe('classes that are weighed', () => {
  const data = (y: NestedNumbers[], width: number) => {
    const target = tensor(y)
    const rows = y.length
    const table = { width, data: target.data() }
    return { rows, inputs: {}, target: table, weights: { width: 1, data: new Float32Array(rows).fill(2) } }
  }

  it('go by their number or by their column, others count 1, and weights of rows are kept', () => {
    const weightsOf = (...given: Parameters<typeof data>) =>
      weighByClass(data(...given), { 1: 5 }).weights?.data ?? []
    expect([...weightsOf([0, 1, 2], 1)]).toEqual([2, 10, 2])
    expect([
      ...weightsOf(
        [
          [0, 1],
          [1, 0],
          [0.2, 0.8],
        ],
        2,
      ),
    ]).toEqual([10, 2, 10])
  })
})

describe('fit again', () => {
  it('goes on where it stopped, with the moments that the optimiser has', async () => {
    const made = () => compiled([dense()], { loss: 'mse', optimizer: new Adam() })
    const [whole, parts] = [made(), made()]
    const options = { verbose: 0, shuffle: false } as const
    const { history } = await whole.fit(x, y, { ...options, epochs: 4 })
    const first = await parts.fit(x, y, { ...options, epochs: 1 })
    await parts.evaluate(x, y)
    const rest = await parts.fit(x, y, { ...options, epochs: 3 })
    expect([...(first.history.loss ?? []), ...(rest.history.loss ?? [])]).toEqual(history.loss)
  })
})

describe('a model in terms of nn', () => {
  it('has its weights by name, to be kept and put back', async () => {
    const [from, to] = [sequential(classifier, { seed: 1 }), sequential(classifier, { seed: 2 })]
    expect(from.module.namedParameters().map(([path]) => path)).toEqual([
      '0.weight',
      '0.bias',
      '2.weight',
      '2.bias',
    ])
    const before = await to.predict(x)
    to.module.loadStateDict(JSON.parse(JSON.stringify(from.module.stateDict())))
    expect((await to.predict(x)).data()).toEqual((await from.predict(x)).data())
    expect((await to.predict(x)).data()).not.toEqual(before.data())
  })

  it('tells apart what is trained in its summary', () => {
    const model = sequential([dense(4), layers.batchNormalization(), layers.layerNormalization()])
    expect(model.summary().split('\n').slice(4)).toEqual([
      'dense (Dense)                             [rows, 4]          12',
      'batch_normalization (BatchNormalization)  [rows, 4]          16',
      'layer_normalization (LayerNormalization)  [rows, 4]           8',
      '─'.repeat(63),
      'Total params: 36, of which 28 are trained',
    ])
  })
})

describe('mistakes', () => {
  const fit =
    (options: FitOptions = {}, data: unknown = x, target: unknown = y) =>
    () =>
      classes().fit(data as NestedNumbers[], target as NestedNumbers[], { ...quiet, ...options })

  it.each<[string, () => unknown, string]>([
    [
      'a class that is none',
      fit(
        {},
        x,
        y.map((c) => c + 1),
      ),
      'expected a whole number from 0 to 2',
    ],
    [
      'half a class',
      fit(
        {},
        x,
        y.map((c) => c / 2),
      ),
      'there is no such class',
    ],
    [
      'NaN among features',
      fit(
        {},
        x.map(([a], i) => [a, i === 7 ? Number.NaN : 0]),
      ),
      'fit x: row 7, column 1 is NaN',
    ],
    [
      'NaN among targets',
      fit(
        {},
        x,
        y.map(() => Number.NaN),
      ),
      'fit y: row 0, column 0 is NaN',
    ],
    [
      'words for targets',
      fit(
        {},
        x,
        y.map((c) => `class ${c}`),
      ),
      'fit y[0]: not a number — expected a number, got "class',
    ],
    ['no rows', fit({}, [], []), 'fit x: there are no rows'],
    [
      'nothing at all',
      fit({}, null),
      'fit x: there are no rows — expected a tensor or a list with at least one row, got null',
    ],
    ['rows that differ in number', fit({}, x, y.slice(1)), 'fit: x and y differ in rows — got 40 and 39'],
    [
      'too few features',
      fit(
        {},
        x.map(([a]) => [a]),
      ),
      'expected [rows, 2], got [40, 1]',
    ],
    ['no epoch', fit({ epochs: 0 }), 'epochs is out of range — expected a whole number of at least 1, got 0'],
    ['batches of none', fit({ batchSize: 0 }), 'batchSize is out of range'],
    ['all rows for validation', fit({ validationSplit: 1 }), 'validationSplit is out of range'],
    ['too few weights', fit({ sampleWeight: [1, 2] }), 'fit sampleWeight: not a weight for each row'],
    ['a weight below 0', fit({ classWeight: { 0: -1 } }), 'fit classWeight: not a weight'],
    [
      'one row without its list',
      () => classes().predict([1, 2]),
      'hint: A single row is a list of one row: [[…]].',
    ],
    [
      'fit before compile',
      () => sequential([dense()]).fit(x, y),
      "compile({ optimizer: 'adam', loss: 'mse' }) first",
    ],
    [
      'targets beyond yes and no',
      () =>
        compiled([layers.dense({ units: 1, activation: 'sigmoid', inputShape: [2] })], {
          loss: 'binaryCrossentropy',
        }).fit(x, y, quiet),
      'expected numbers from 0 to 1, got 2',
    ],
    [
      'a single output for classes',
      () =>
        compiled([layers.dense({ units: 1, activation: 'sigmoid', inputShape: [2] })], {
          loss: 'sparseCategoricalCrossentropy',
        }).fit(x, y, quiet),
      'one for each of 1 outputs',
    ],
    [
      'any numbers for probabilities',
      () => compiled([dense(3)], { loss: 'sparseCategoricalCrossentropy' }).fit(x, y, quiet),
      "Give 'dense' an activation: 'softmax', or the loss { fromLogits: true }.",
    ],
  ])('in data: %s', async (_, act, message) => {
    await expect(async () => act()).rejects.toThrow(message)
  })

  it('makes no probabilities where the loss takes logits', async () => {
    const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true })
    const model = compiled(classifier, { loss })
    await expect(model.fit(x, y, quiet)).rejects.toThrow(
      "the loss takes logits, and 'dense_1_activation' makes probabilities of them\n  hint: Leave the activation 'softmax' out, or fromLogits.",
    )
  })

  const misspelt = (options: object) => () => compiled([dense()], options as unknown as CompileOptions)

  it.each<[string, () => unknown, string]>([
    ['no loss', misspelt({}), 'compile: no loss is given'],
    [
      'a loss’s name',
      misspelt({ loss: 'sparse_categorical_crossentropy' }),
      "Did you mean 'sparseCategoricalCrossentropy'?",
    ],
    ['an optimiser’s name', misspelt({ loss: 'mse', optimizer: 'adma' }), "Did you mean 'adam'?"],
    ['a metric’s name', misspelt({ loss: 'mse', metrics: ['acuracy'] }), "Did you mean 'accuracy'?"],
    [
      'an accuracy of numbers',
      misspelt({ loss: 'mse', metrics: ['accuracy'] }),
      'accuracy has no meaning beside a loss of numbers',
    ],
    [
      'two limits',
      () => optimizers.sgd({ clipNorm: 1, clipValue: 1 }),
      'more than one limit on the gradients',
    ],
    ['a rate below 0', () => optimizers.adam({ learningRate: -1 }), 'lr is out of range'],
    [
      'a name twice',
      () =>
        sequential([
          layers.dense({ units: 1, name: 'a', inputShape: [2] }),
          layers.dense({ units: 1, name: 'a' }),
        ]),
      "two layers are called 'a'",
    ],
    [
      'a regulariser’s name',
      () => layers.dense({ units: 1, kernelRegularizer: 'L2' as 'l2' }),
      "there is no 'L2' — expected l1, l2, or a function",
    ],
    ['a factor below 0', () => regularizers.l2(-1), 'l2 is out of range'],
    [
      'more smoothing than there is',
      () =>
        compiled([layers.dense({ units: 3, inputShape: [2], activation: 'softmax' })], {
          loss: losses.categoricalCrossentropy({ labelSmoothing: 2 }),
        }),
      'labelSmoothing: no share of a row — expected a number from 0 to 1, got 2',
    ],
    ['no input', () => sequential([layers.dense({ units: 1 })]), 'Give the first layer an inputShape'],
    [
      'a number for an input',
      () => sequential([layers.dense({ units: 1, inputShape: 2 as unknown as number[] })]),
      'such as [10], got 2',
    ],
    ['an extent of 0', () => sequential([layers.input({ shape: [3, 0] })]), 'such as [10], got [3,0]'],
    ['half an extent', () => sequential([layers.input({ shape: [1.5] })]), 'such as [10], got [1.5]'],
    ['no extent', () => sequential([layers.input({ shape: [] })]), 'such as [10], got []'],
    ['an activation’s name', () => layers.dense({ units: 1, activation: 'rleu' as 'relu' }), 'Did you mean'],
    [
      'an initialiser’s name',
      () => layers.dense({ units: 1, kernelInitializer: 'he_normal' as 'heNormal' }),
      "Did you mean 'heNormal'?",
    ],
  ])('in making a model: %s', (_, act, message) => {
    expect(act).toThrow(message)
  })
})
