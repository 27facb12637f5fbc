/** Whole trainings beside Keras 3.15 on JAX in float64, from the same weights sin(k²), over the same rows in order. */

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
import { tensor } from '../../src/nn/index.ts'
import { fillWithSines } from '../nn/sines.ts'

const x = Array.from({ length: 11 }, (_, r) => [0, 1, 2].map((c) => Math.cos(3 * r + c * c)))
const real = x.map((_, r) => Math.sin(2 * r))
const classes = x.map((_, r) => r % 3)
const oneHot = classes.map((c) => [0, 1, 2].map((k) => Number(k === c)))
const yes = classes.map((c) => Number(c === 0))
const sampleWeight = x.map((_, r) => 1 + (r % 2))

const tanh = layers.dense({ units: 4, activation: 'tanh' })
const one = layers.dense({ units: 1 })
const softmax = layers.dense({ units: 3, activation: 'softmax' })
const sgd = () => optimizers.sgd({ learningRate: 0.1 })

interface Case {
  readonly name: string
  readonly stack: readonly Layer[]
  readonly y: readonly number[] | readonly number[][]
  readonly compile: () => CompileOptions
  readonly fit?: FitOptions
  /** What Keras gives: the losses of three epochs, the first predictions, and the loss on all rows afterwards. */
  readonly losses: readonly number[]
  readonly validation?: readonly number[]
  readonly predictions: readonly number[]
  readonly loss: number
}

const CASES: readonly Case[] = [
  {
    name: 'batch normalisation',
    stack: [layers.dense({ units: 4 }), layers.batchNormalization({ momentum: 0.9 }), layers.reLU(), one],
    y: real,
    compile: () => ({ loss: 'mse', optimizer: sgd() }),
    losses: [0.83856545, 0.45538019, 0.43802894],
    predictions: [0.01282005, -0.00058821, -0.01608528],
    loss: 0.5099810625397367,
  },
  {
    name: 'classes, with Adam',
    stack: [tanh, softmax],
    y: classes,
    compile: () => ({
      loss: 'sparseCategoricalCrossentropy',
      optimizer: optimizers.adam({ learningRate: 0.01 }),
    }),
    losses: [1.78876124, 1.72509805, 1.66987103],
    predictions: [0.12124874, 0.04309429, 0.83565698],
    loss: 1.6353565109074915,
  },
  {
    name: 'classes that are weighed',
    stack: [tanh, softmax],
    y: classes,
    compile: () => ({ loss: 'sparseCategoricalCrossentropy', optimizer: sgd() }),
    fit: { classWeight: { 0: 1, 1: 5, 2: 0.5 } },
    losses: [5.06962455, 3.38530317, 2.48028659],
    predictions: [0.16377404, 0.44102001, 0.39520595],
    loss: 1.1899334431449353,
  },
  {
    name: 'rows that are weighed, those for validation as well',
    stack: [tanh, one],
    y: real,
    compile: () => ({ loss: 'mse', optimizer: sgd() }),
    fit: { sampleWeight, validationSplit: 0.3 },
    losses: [1.48416893, 1.08513308, 1.00649493],
    validation: [1.45146402, 1.18919186, 1.13197114],
    predictions: [0.41269778, -0.26973759, 0.27997477],
    loss: 0.8906670147817667,
  },
  {
    name: 'yes and no, with RMSprop and a limit on each norm',
    stack: [tanh, layers.dense({ units: 1, activation: 'sigmoid' })],
    y: yes,
    compile: () => ({
      loss: 'binaryCrossentropy',
      optimizer: optimizers.rmsprop({ learningRate: 0.01, clipNorm: 0.5 }),
    }),
    losses: [0.68147223, 0.66587541, 0.65979144],
    predictions: [0.30071795, 0.43747828, 0.25745571],
    loss: 0.650631611997431,
  },
  {
    name: "Huber's loss, with a limit on all norms together",
    stack: [tanh, one],
    y: real.map((value) => 3 * value),
    compile: () => ({
      loss: 'huber',
      optimizer: optimizers.sgd({ learningRate: 0.1, globalClipNorm: 0.3 }),
    }),
    losses: [1.5348277, 1.50778116, 1.485042],
    predictions: [-0.85037246, -0.19736543, -1.04726824],
    loss: 1.4689695188267664,
  },
  {
    name: 'outputs that do not add up to 1',
    stack: [tanh, layers.dense({ units: 3, activation: 'sigmoid' })],
    y: classes,
    compile: () => ({ loss: 'sparseCategoricalCrossentropy', optimizer: sgd() }),
    losses: [1.40419813, 1.36670916, 1.33407919],
    predictions: [0.23628383, 0.13360031, 0.69109954],
    loss: 1.305875345511702,
  },
  {
    name: 'logits of classes',
    stack: [tanh, layers.dense({ units: 3 })],
    y: classes,
    compile: () => ({ loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }), optimizer: sgd() }),
    losses: [1.76582536663633, 1.625356025999634, 1.5109718214526742],
    predictions: [-1.1959517613773458, -1.9603182828651253, 0.2935273149057572],
    loss: 1.422845831918196,
  },
  {
    name: 'shares of classes, smoothed',
    stack: [tanh, softmax],
    y: oneHot,
    compile: () => ({ loss: losses.categoricalCrossentropy({ labelSmoothing: 0.1 }), optimizer: sgd() }),
    losses: [1.7538855166795444, 1.6156484998113905, 1.5031381489549056],
    predictions: [0.17095128335969195, 0.07909149733196835, 0.7499572193083397],
    loss: 1.4201265631630628,
  },
  {
    name: 'logits of shares, smoothed',
    stack: [tanh, layers.dense({ units: 3 })],
    y: oneHot,
    compile: () => ({
      loss: losses.categoricalCrossentropy({ labelSmoothing: 0.1, fromLogits: true }),
      optimizer: sgd(),
    }),
    losses: [1.7538855166795444, 1.6156484998113905, 1.503138148954906],
    predictions: [-1.1904302678744074, -1.9612035148008364, 0.28820727282717573],
    loss: 1.4201265631630626,
  },
  {
    name: 'shares of outputs that do not add up to 1, smoothed',
    stack: [tanh, layers.dense({ units: 3, activation: 'sigmoid' })],
    y: oneHot,
    compile: () => ({ loss: losses.categoricalCrossentropy({ labelSmoothing: 0.1 }), optimizer: sgd() }),
    losses: [1.3991703933278528, 1.3619163043304026, 1.3295370503390271],
    predictions: [0.23728378910018277, 0.13356736915882694, 0.6907304417729146],
    loss: 1.3029456767012786,
  },
  {
    name: 'logits of yes and no, smoothed',
    stack: [tanh, one],
    y: yes,
    compile: () => ({
      loss: losses.binaryCrossentropy({ labelSmoothing: 0.2, fromLogits: true }),
      optimizer: sgd(),
    }),
    losses: [0.7100976786830209, 0.699761070988395, 0.6914905363863165],
    predictions: [-0.9138679227336279, -0.21535379989763181, -1.1120690583897006],
    loss: 0.6811072636734355,
  },
  {
    name: "Huber's loss with a break of its own",
    stack: [tanh, one],
    y: real.map((value) => 3 * value),
    compile: () => ({ loss: losses.huber({ delta: 0.5 }), optimizer: sgd() }),
    losses: [0.8779562122230842, 0.8518942882391539, 0.8333416482941671],
    predictions: [-0.7222393459115016, -0.3952569127145622, -0.8932693060658943],
    loss: 0.8211319771679965,
  },
  {
    name: 'weights that are penalised',
    stack: [
      layers.dense({
        units: 4,
        activation: 'tanh',
        kernelRegularizer: regularizers.l2(0.03),
        biasRegularizer: 'l1',
      }),
      layers.dense({ units: 1, kernelRegularizer: regularizers.l1l2({ l1: 0.01, l2: 0.02 }) }),
    ],
    y: real,
    compile: () => ({ loss: 'mse', optimizer: sgd() }),
    losses: [1.344516374378062, 0.8854136139040493, 0.8617757400331715],
    predictions: [0.452129295312887, -0.14114110684784476, 0.3509783752859477],
    loss: 0.7871193514907463,
  },
  {
    name: 'layers that are not trained',
    stack: [
      layers.dense({ units: 4, trainable: false }),
      layers.batchNormalization({ momentum: 0.9, trainable: false }),
      layers.reLU(),
      one,
    ],
    y: real,
    compile: () => ({ loss: 'mse', optimizer: sgd() }),
    losses: [1.412938841787929, 0.5028021808036349, 0.4912833488302898],
    predictions: [0.054658491002385345, 0.20872990595960944, -0.025388639824277526],
    loss: 0.4616232563487508,
  },
]

/** Nine float32 steps on numbers around 1. */
function near(got: readonly number[] | undefined, want: readonly number[]): void {
  want.forEach((value, i) => void expect(Math.abs((got?.[i] ?? Number.NaN) - value)).toBeLessThan(2e-6))
}

describe('fit', () => {
  it.each(CASES)('trains as Keras does: $name', async ({ stack, y, compile, fit, ...want }) => {
    const model = sequential([layers.input({ shape: [3] }), ...stack])
    fillWithSines(model.module)
    model.compile(compile())
    const options = { epochs: 3, batchSize: 4, shuffle: false, verbose: 0, ...fit } as const
    const { history } = await model.fit(x, y, options)
    near(history.loss, want.losses)
    near(history.val_loss, want.validation ?? [])
    near([...(await model.predict(x)).data()], want.predictions)
    const weights = fit?.sampleWeight ? { sampleWeight } : {}
    near([(await model.evaluate(x, y, weights)).loss], [want.loss])
  })

  it('leaves the running means that Keras leaves', async () => {
    const { stack, y, compile } = CASES[0] as Case
    const model = sequential([layers.input({ shape: [3] }), ...stack])
    fillWithSines(model.module)
    model.compile(compile())
    await model.fit(x, y, { epochs: 3, batchSize: 4, shuffle: false, verbose: 0 })
    const state = model.module.stateDict()
    near([...(state['1.runningMean']?.data() ?? [])], [-0.20704196, -0.3626186, 0.43136519, -0.67980379])
    near([...(state['1.runningVar']?.data() ?? [])], [1.58359814, 0.40863776, 3.5380671, 2.19904685])
  })

  it('trains what has been let go again, running means too, as Keras does', async () => {
    const { stack, y, compile } = CASES[0] as Case
    const model = sequential([layers.input({ shape: [3] }), ...stack])
    fillWithSines(model.module)
    const options = { epochs: 2, batchSize: 4, shuffle: false, verbose: 0 } as const
    const all: number[] = []
    for (const trainable of [false, true]) {
      for (const layer of model.layers.slice(0, 2)) layer.trainable = trainable
      model.compile(compile())
      all.push(...((await model.fit(x, y, options)).history.loss ?? []))
    }
    near(all, [1.412938841787929, 0.5028021808036349, 0.5364220755344088, 0.4517330037091266])
    near(
      [...(model.module.stateDict()['1.runningMean']?.data() ?? [])],
      [-0.15824773907661438, -0.27675917744636536, 0.3299521505832672, -0.5199819207191467],
    )
  })

  it('trains images through convolution and normalisation as Keras does', async () => {
    const numbers = Float32Array.from({ length: 11 * 50 }, (_, i) => Math.cos((i * i) / 7))
    const images = tensor(numbers, [11, 5, 5, 2])
    const model = sequential([
      layers.conv2d({ filters: 3, kernelSize: 2, inputShape: [5, 5, 2] }),
      layers.batchNormalization({ momentum: 0.9 }),
      layers.reLU(),
      layers.globalAveragePooling2d(),
      one,
    ])
    fillWithSines(model.module)
    model.compile({ loss: 'mse', optimizer: sgd() })
    const { history } = await model.fit(images, real, { epochs: 3, batchSize: 4, shuffle: false, verbose: 0 })
    near(history.loss, [1.9891534561968662, 0.5587731735272841, 0.4957624287767844])
    near([...(await model.predict(images)).data()], [0.04150057, -0.01249773, -0.05169413])
    near([(await model.evaluate(images, real)).loss], [0.4937072364422916])
  })
})
