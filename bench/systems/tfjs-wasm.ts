/** TensorFlow.js on its WebAssembly backend: SIMD, one thread. */

import { tensorflowSystem } from '../tfjs.ts'

export const system = tensorflowSystem('wasm')
