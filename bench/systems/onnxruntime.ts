/** ONNX Runtime over its own library, one thread: it predicts. The model is written here, node by node. */

import { createRequire } from 'node:module'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { encodeModel } from '../onnx.ts'
import { firstColumnMean, type System } from '../system.ts'

export const system: System = {
  name: 'onnxruntime',
  threads: 1,
  available: async () => null,
  refuses: ({ kind }) => (kind === 'prediction' ? null : 'only its predictions are measured'),
  version: async () => createRequire(import.meta.url)('onnxruntime-node/package.json').version,
  async prepare(work) {
    if (work.kind !== 'prediction') throw new Error(`${work.name} is no prediction`)
    const { layers, rows, inputs } = work
    const options = { intraOpNumThreads: 1, interOpNumThreads: 1, graphOptimizationLevel: 'all' } as const
    const session = await InferenceSession.create(encodeModel(layers, rows), options)
    const classes = layers.at(-1)?.outputs ?? 0
    const shape = [rows, layers[0]?.inputs ?? 0]
    return {
      async run(times) {
        let values = new Float32Array(0)
        for (let i = 0; i < times; i++) {
          const { y } = await session.run({ x: new Tensor('float32', inputs, shape) })
          values = y?.data as Float32Array<ArrayBuffer>
        }
        return firstColumnMean(values, classes)
      },
      close: () => session.release(),
    }
  },
}
