/** TensorFlow.js on its plain JavaScript backend. */

import { tensorflowSystem } from '../tfjs.ts'

export const system = tensorflowSystem('cpu')
