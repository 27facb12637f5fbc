/** TensorFlow.js over TensorFlow's own library. It is not in package.json: its installation fetches a binary. */

import { tensorflowSystem } from '../tfjs.ts'

export const system = tensorflowSystem('node')
