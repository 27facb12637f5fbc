/** jax-js on its WebAssembly device: the whole step, Adam included, is one jitted function. */

import { readFileSync } from 'node:fs'
import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from '@jax-js/jax'
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
} from '../system.ts'

/** By the catalogue's names. */
const FUNCTIONS: Readonly<Record<string, (x: np.Array) => np.Array>> = {
  relu: nn.relu,
  relu6: nn.relu6,
  leakyRelu: (x) => nn.leakyRelu(x, 0.01),
  elu: nn.elu,
  celu: nn.celu,
  selu: nn.selu,
  sigmoid: nn.sigmoid,
  logSigmoid: nn.logSigmoid,
  hardSigmoid: nn.hardSigmoid,
  tanh: np.tanh,
  hardTanh: nn.hardTanh,
  softsign: nn.softSign,
  softplus: nn.softplus,
  silu: nn.silu,
  hardSilu: nn.hardSilu,
  gelu: (x) => nn.gelu(x, { approximate: false }),
  geluTanh: (x) => nn.gelu(x, { approximate: true }),
  mish: nn.mish,
  squareplus: nn.squareplus,
  sparsePlus: nn.sparsePlus,
  sparseSigmoid: nn.sparseSigmoid,
  exponential: np.exp,
  sine: np.sin,
  cosine: np.cos,
  arctan: np.atan,
}

export const system: System = {
  name: 'jax-js-wasm',
  threads: 1, // it starts threads only where there is a global Worker, which Node has not
  available: async () => null,
  refuses: (work) =>
    work.kind === 'elementwise' && !(work.activation in FUNCTIONS) ? 'has no such function' : null,
  version: async () => {
    const manifest = new URL('../node_modules/@jax-js/jax/package.json', import.meta.url)
    return JSON.parse(readFileSync(manifest, 'utf8')).version
  },
  async prepare(work) {
    await init('wasm')
    defaultDevice('wasm')
    switch (work.kind) {
      case 'training':
        return train(work, denseModel(work))
      case 'images':
        return train(work, imageModel(work))
      case 'product':
        return multiply(work)
      case 'elementwise':
        return apply(work)
      case 'prediction':
        return predict(work)
    }
  },
}

/** Parameters, first and second moments, number of steps taken. */
type State = { parameters: np.Array[]; m: np.Array[]; v: np.Array[]; count: np.Array }

/** A network: its first parameters, the shape of a batch, and what it makes of both. */
interface Model {
  readonly parameters: np.Array[]
  readonly shape: number[]
  readonly classes: number
  logits(parameters: readonly np.Array[], inputs: np.Array): np.Array
}

function denseModel({ layers, rows }: TrainingWork): Model {
  return {
    parameters: parametersOf(layers),
    shape: [rows, layers[0]?.inputs ?? 0],
    classes: layers.at(-1)?.outputs ?? 0,
    logits: (parameters, inputs) => logitsOf(layers, parameters, inputs),
  }
}

/** Channels lie before places, as its convolution has it. */
function imageModel({ size, convolutions, head, rows }: ImagesWork): Model {
  const kernels = convolutions.flatMap(({ inputs, outputs, weights }) => [
    np.array(weights).reshape([3, 3, inputs, outputs]).transpose([3, 2, 0, 1]),
    np.zeros([outputs, 1, 1]),
  ])
  return {
    parameters: [...kernels, ...parametersOf([head])],
    shape: [rows, 1, size, size],
    classes: head.outputs,
    logits(parameters, inputs) {
      const convolved = convolutions.reduce((x, _, i) => {
        const [weights, bias] = parameters.slice(2 * i) as [np.Array, np.Array]
        const y = nn.relu(lax.conv(x, weights, [1, 1], 'VALID').add(bias))
        return lax.reduceWindow(y, (window) => np.max(window), [2, 2], [2, 2])
      }, inputs)
      const rowsOf = convolved.transpose([0, 2, 3, 1]).reshape([rows, head.inputs])
      return logitsOf([head], parameters.slice(2 * convolutions.length), rowsOf)
    },
  }
}

async function train(work: TrainingWork | ImagesWork, model: Model): Promise<Run> {
  const { parameters, shape, classes } = model
  const batches = work.batches.map(({ inputs, labels }) => ({
    inputs: np.array(inputs).reshape(shape),
    targets: nn.oneHot(np.array(labels, { dtype: np.int32 }), classes),
  }))
  let state: State = {
    parameters,
    m: parameters.map(({ shape }) => np.zeros(shape)),
    v: parameters.map(({ shape }) => np.zeros(shape)),
    count: np.array(0, { dtype: np.float32 }),
  }
  const update = jit(makeStep(work, model))
  let step = 0
  return {
    async run(steps) {
      let loss: np.Array | undefined
      for (let i = 0; i < steps; i++, step++) {
        const batch = batches[step % batches.length]
        if (!batch) throw new Error('no batch')
        loss?.dispose()
        ;[state, loss] = update(state, batch.inputs.ref, batch.targets.ref)
        // Without waiting it queues work, and the queue costs more than the work (measured: 40 times).
        await blockUntilReady(state)
      }
      return (await loss?.data())?.[0] ?? Number.NaN
    },
    async close() {
      for (const array of [...state.parameters, ...state.m, ...state.v, state.count]) array.dispose()
      for (const { inputs, targets } of batches) for (const array of [inputs, targets]) array.dispose()
      update.dispose()
    },
  }
}

function makeStep(
  work: TrainingWork | ImagesWork,
  model: Model,
): (state: State, inputs: np.Array, targets: np.Array) => [State, np.Array] {
  const lossOf = (parameters: np.Array[], inputs: np.Array, targets: np.Array): np.Array => {
    return nn
      .logSoftmax(model.logits(parameters, inputs))
      .mul(targets)
      .sum()
      .mul(-1 / work.rows)
  }
  return ({ parameters, m, v, count }, inputs, targets) => {
    const [loss, gradients] = valueAndGrad(lossOf)(
      parameters.map((p) => p.ref),
      inputs,
      targets,
    )
    const next = count.add(1)
    const bias1 = np
      .exp(next.ref.mul(Math.log(0.9)))
      .mul(-1)
      .add(1)
    const bias2 = np
      .exp(next.ref.mul(Math.log(0.999)))
      .mul(-1)
      .add(1)
    const newM = m.map((a, i) => a.mul(0.9).add((gradients[i] as np.Array).ref.mul(0.1)))
    const newV = v.map((a, i) => a.mul(0.999).add(np.square(gradients[i] as np.Array).mul(0.001)))
    const rate = bias1.div(work.learningRate)
    const moved = parameters.map((p, i) => {
      const size = np.sqrt((newV[i] as np.Array).ref.div(bias2.ref)).add(1e-8)
      return p.sub((newM[i] as np.Array).ref.div(rate.ref).div(size))
    })
    rate.dispose()
    bias2.dispose()
    return [{ parameters: moved, m: newM, v: newV, count: next }, loss]
  }
}

function parametersOf(layers: readonly Layer[]): np.Array[] {
  return layers.flatMap(({ inputs, outputs, weights }) => [
    np.array(weights).reshape([inputs, outputs]),
    np.zeros([outputs]),
  ])
}

function logitsOf(layers: readonly Layer[], parameters: readonly np.Array[], inputs: np.Array): np.Array {
  return layers.reduce((x, { activation }, i) => {
    const [weights, bias] = parameters.slice(2 * i)
    if (!weights || !bias) throw new Error('a layer without parameters')
    const z = np.dot(x, weights).add(bias)
    if (activation === 'none') return z
    return activation === 'tanh' ? np.tanh(z) : nn[activation](z)
  }, inputs)
}

function multiply({ size, a, b }: ProductWork): Run {
  const matrices = [a, b].map((data) => np.array(data).reshape([size, size]))
  return over(jit(np.matmul), matrices, (values) => firstColumnMean(values.subarray(0, size), 1))
}

function apply({ activation, x }: ElementwiseWork): Run {
  const fn = FUNCTIONS[activation] as (x: np.Array) => np.Array
  return over(jit(fn), [np.array(x)], answerOf)
}

function predict({ layers, rows, inputs }: PredictionWork): Run {
  const network = jit((x: np.Array, ...parameters: np.Array[]) => nn.softmax(logitsOf(layers, parameters, x)))
  const classes = layers.at(-1)?.outputs ?? 0
  const width = layers[0]?.inputs ?? 0
  const answer = (values: Float32Array) => firstColumnMean(values, classes)
  const fresh = () => np.array(inputs).reshape([rows, width])
  return over(network, parametersOf(layers), answer, fresh)
}

/** A compiled function of kept arrays, and of one that is new each time, whose result is then read each time. */
function over(
  compiled: ((...arrays: np.Array[]) => np.Array) & { dispose(): void },
  kept: readonly np.Array[],
  answer: (values: Float32Array) => number,
  fresh?: () => np.Array,
): Run {
  return {
    async run(times) {
      let values = new Float32Array(0)
      for (let i = 0; i < times; i++) {
        const arrays = kept.map((array) => array.ref)
        const result = compiled(...(fresh ? [fresh()] : []), ...arrays)
        if (fresh || i === times - 1) values = (await result.data()) as Float32Array<ArrayBuffer>
        else {
          await blockUntilReady(result)
          result.dispose()
        }
      }
      return answer(values)
    },
    async close() {
      for (const array of kept) array.dispose()
      compiled.dispose()
    },
  }
}
