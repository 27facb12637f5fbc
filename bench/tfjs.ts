/** TensorFlow.js as a measured system, one for each backend: variables and an optimiser, no layers above them. */

import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as tf from '@tensorflow/tfjs'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import {
  answerOf,
  type ElementwiseWork,
  firstColumnMean,
  type ImagesWork,
  type Layer,
  type PredictionWork,
  type ProductWork,
  type Run,
  type System,
  type TrainingWork,
  type Work,
} from './system.ts'

type Backend = 'wasm' | 'cpu' | 'node'

/** By the catalogue's names. */
const FUNCTIONS: Readonly<Record<string, (x: tf.Tensor1D) => tf.Tensor1D>> = {
  linear: tf.clone,
  relu: tf.relu,
  relu6: tf.relu6,
  leakyRelu: (x) => tf.leakyRelu(x, 0.01),
  elu: tf.elu,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  logSigmoid: tf.logSigmoid,
  tanh: tf.tanh,
  softplus: tf.softplus,
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))),
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  exponential: tf.exp,
  step: tf.step,
  sine: tf.sin,
  cosine: tf.cos,
  arctan: tf.atan,
}

const ACTIVATIONS: Readonly<Record<Layer['activation'], (x: tf.Tensor2D) => tf.Tensor2D>> = {
  relu: tf.relu,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  none: (x) => x,
}

/** The plain backend would take minutes for what the others do in seconds. */
const MOST_MULTIPLICATIONS: Readonly<Record<Backend, number>> = { wasm: 1e12, node: 1e12, cpu: 1e7 }

export function tensorflowSystem(backend: Backend): System {
  return {
    name: `tfjs-${backend}`,
    threads: 1,
    available: async () => (backend === 'node' ? loadNode() : null),
    version: async () => tf.version_core,
    refuses(work) {
      if (work.kind === 'elementwise') return work.activation in FUNCTIONS ? null : 'has no such function'
      if (work.kind === 'images' && backend === 'wasm')
        return "has no gradient of a convolution's weights (Conv2DBackpropFilter)"
      const count = multiplicationsOf(work)
      return count > MOST_MULTIPLICATIONS[backend] ? 'would take minutes' : null
    },
    async prepare(work) {
      await startBackend(backend)
      const run = begin(work)
      return {
        async run(times) {
          await tf.setBackend(nameOf(backend))
          return run.run(times)
        },
        close: run.close,
      }
    },
  }
}

function multiplicationsOf(work: Exclude<Work, ElementwiseWork>): number {
  if (work.kind === 'product') return work.size ** 3
  if (work.kind === 'images') return work.size ** 2 * sizesOf(work.convolutions) * 9 * work.rows
  return sizesOf(work.layers) * work.rows
}

function sizesOf(layers: readonly { readonly inputs: number; readonly outputs: number }[]): number {
  return layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0)
}

function begin(work: Work): Run {
  switch (work.kind) {
    case 'training':
      return trainDense(work)
    case 'images':
      return trainImages(work)
    case 'product':
      return multiply(work)
    case 'elementwise':
      return apply(work)
    case 'prediction':
      return predict(work)
  }
}

const nameOf = (backend: Backend): string => (backend === 'node' ? 'tensorflow' : backend)

async function loadNode(): Promise<string | null> {
  const name: string = '@tensorflow/tfjs-node'
  try {
    await import(name)
    return null
  } catch {
    return 'not installed: npm install --prefix bench --no-save @tensorflow/tfjs-node'
  }
}

async function startBackend(backend: Backend): Promise<void> {
  if (backend === 'wasm') {
    const entry = fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm'))
    setWasmPaths(join(dirname(entry), '/'))
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  }
  await tf.setBackend(nameOf(backend))
  await tf.ready()
  if (backend === 'wasm' && !(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')))
    throw new Error('no SIMD in this Node')
}

interface Variables {
  readonly weights: tf.Variable<tf.Rank.R2>
  readonly bias: tf.Variable
}

function variablesOf(layers: readonly Layer[]): Variables[] {
  return layers.map(({ inputs, outputs, weights }) => ({
    weights: tf.variable(tf.tensor2d(weights, [inputs, outputs])),
    bias: tf.variable(tf.zeros([outputs])),
  }))
}

function forward(x: tf.Tensor2D, layers: readonly Layer[], variables: readonly Variables[]): tf.Tensor2D {
  return layers.reduce((value, layer, i) => {
    const { weights, bias } = variables[i] as Variables
    return activate(tf.add(tf.matMul(value, weights as tf.Tensor2D), bias), layer)
  }, x)
}

function activate(x: tf.Tensor2D, { activation }: Layer): tf.Tensor2D {
  return ACTIVATIONS[activation](x)
}

function trainDense(work: TrainingWork): Run {
  const { layers, rows } = work
  const variables = variablesOf(layers)
  const trained = variables.flatMap(({ weights, bias }): tf.Variable[] => [weights, bias])
  const classes = layers.at(-1)?.outputs ?? 0
  return train(work, [rows, layers[0]?.inputs ?? 0], classes, trained, (inputs) => {
    return forward(inputs as tf.Tensor2D, layers, variables)
  })
}

function trainImages(work: ImagesWork): Run {
  const { size, convolutions, head, rows } = work
  const kernels = convolutions.map(({ inputs, outputs, weights }) => ({
    weights: tf.variable(tf.tensor4d(weights, [3, 3, inputs, outputs])),
    bias: tf.variable(tf.zeros([outputs])),
  }))
  const last = variablesOf([head])
  const trained = [...kernels, ...last].flatMap(({ weights, bias }): tf.Variable[] => [weights, bias])
  return train(work, [rows, size, size, 1], head.outputs, trained, (inputs) => {
    const convolved = kernels.reduce<tf.Tensor4D>(
      (x, { weights, bias }) =>
        tf.maxPool(tf.relu(tf.add(tf.conv2d(x, weights as tf.Tensor4D, 1, 'valid'), bias)), 2, 2, 'valid'),
      inputs as tf.Tensor4D,
    )
    return forward(tf.reshape(convolved, [rows, head.inputs]), [head], last)
  })
}

function train(
  work: TrainingWork | ImagesWork,
  shape: number[],
  classes: number,
  trained: tf.Variable[],
  logitsOf: (inputs: tf.Tensor) => tf.Tensor2D,
): Run {
  const batches = work.batches.map(({ inputs, labels }) => ({
    inputs: tf.tensor(inputs, shape),
    targets: tf.oneHot(tf.tensor1d(labels, 'int32'), classes) as tf.Tensor2D,
  }))
  const optimizer = tf.train.adam(work.learningRate, 0.9, 0.999, 1e-8)
  let step = 0
  return {
    async run(steps) {
      let loss = Number.NaN
      for (let i = 0; i < steps; i++, step++) {
        const batch = batches[step % batches.length] as (typeof batches)[number]
        const cost = optimizer.minimize(
          () => tf.losses.softmaxCrossEntropy(batch.targets, logitsOf(batch.inputs)) as tf.Scalar,
          i === steps - 1,
          trained,
        )
        if (cost) loss = (await cost.data())[0] ?? Number.NaN
        cost?.dispose()
      }
      return loss
    },
    async close() {
      tf.dispose([trained, batches.flatMap(({ inputs, targets }) => [inputs, targets])])
      optimizer.dispose()
    },
  }
}

function multiply({ size, a, b }: ProductWork): Run {
  const [left, right] = [a, b].map((data) => tf.tensor2d(data, [size, size]))
  return over(
    [left, right],
    (values) => firstColumnMean(values.subarray(0, size), 1),
    () => tf.matMul(left as tf.Tensor2D, right as tf.Tensor2D),
  )
}

function apply({ activation, x }: ElementwiseWork): Run {
  const kept = tf.tensor1d(x)
  const fn = FUNCTIONS[activation] as (x: tf.Tensor1D) => tf.Tensor1D
  return over([kept], answerOf, () => fn(kept))
}

function predict({ layers, rows, inputs }: PredictionWork): Run {
  const variables = variablesOf(layers)
  const classes = layers.at(-1)?.outputs ?? 0
  const kept = variables.flatMap(({ weights, bias }): tf.Tensor[] => [weights, bias])
  return over(
    kept,
    (values) => firstColumnMean(values, classes),
    () => tf.softmax(forward(tf.tensor2d(inputs, [rows, layers[0]?.inputs ?? 0]), layers, variables)),
    true,
  )
}

/**
 * A function of kept tensors, run again and again; its result is read at the end, or each time where the caller
 * wants it (a prediction is no prediction before).
 */
function over(
  kept: readonly (tf.Tensor | undefined)[],
  answer: (values: Float32Array) => number,
  compute: () => tf.Tensor,
  readEach = false,
): Run {
  return {
    async run(times) {
      let values = new Float32Array(0)
      for (let i = 0; i < times; i++) {
        const result = tf.tidy(compute)
        if (readEach || i === times - 1) values = (await result.data()) as Float32Array<ArrayBuffer>
        result.dispose()
      }
      return answer(values)
    },
    close: async () => tf.dispose(kept as tf.Tensor[]),
  }
}
