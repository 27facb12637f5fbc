/** TensorFlow.js on its WebAssembly backend: SIMD, one thread; variables and an optimiser, no layers above them. */

import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as tf from '@tensorflow/tfjs'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import type { Layer, Run, System, Work } from '../system.ts'

export const system: System = {
  name: 'tfjs-wasm',
  threads: 1,
  available: async () => null,
  refuses: () => null,
  version: async () => tf.version_core,
  prepare,
}

async function prepare(work: Work): Promise<Run> {
  await startBackend()
  const variables = work.layers.map(({ inputs, outputs, weights }) => ({
    weights: tf.variable(tf.tensor2d(weights, [inputs, outputs])),
    bias: tf.variable(tf.zeros([outputs])),
  }))
  const classes = work.layers.at(-1)?.outputs ?? 0
  const batches = work.batches.map(({ inputs, labels }) => ({
    inputs: tf.tensor2d(inputs, [work.rows, work.layers[0]?.inputs ?? 0]),
    targets: tf.oneHot(tf.tensor1d(labels, 'int32'), classes) as tf.Tensor2D,
  }))
  const optimizer = tf.train.adam(work.learningRate, 0.9, 0.999, 1e-8)

  const forward = (inputs: tf.Tensor2D): tf.Tensor2D =>
    work.layers.reduce((x, layer, i) => {
      const { weights, bias } = variables[i] ?? {}
      if (!weights || !bias) throw new Error('a layer without variables')
      return activate(tf.add(tf.matMul(x, weights as tf.Tensor2D), bias), layer)
    }, inputs)

  let step = 0
  return {
    async run(steps) {
      let loss = Number.NaN
      for (let i = 0; i < steps; i++, step++) {
        const batch = batches[step % batches.length]
        if (!batch) throw new Error('no batch')
        const cost = optimizer.minimize(
          () => tf.losses.softmaxCrossEntropy(batch.targets, forward(batch.inputs)) as tf.Scalar,
          i === steps - 1,
        )
        if (cost) loss = (await cost.data())[0] ?? Number.NaN
        cost?.dispose()
      }
      return loss
    },
    async close() {
      tf.disposeVariables()
      for (const { inputs, targets } of batches) tf.dispose([inputs, targets])
    },
  }
}

async function startBackend(): Promise<void> {
  const entry = fileURLToPath(import.meta.resolve('@tensorflow/tfjs-backend-wasm'))
  setWasmPaths(join(dirname(entry), '/'))
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  await tf.setBackend('wasm')
  await tf.ready()
  if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new Error('no SIMD in this Node')
}

function activate(x: tf.Tensor2D, { activation }: Layer): tf.Tensor2D {
  if (activation === 'none') return x
  return activation === 'relu' ? tf.relu(x) : tf.sigmoid(x)
}
