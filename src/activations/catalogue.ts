/** The catalogue: every activation, by family. Registry, documentation and tests iterate over this module. */

export { celu, elu, selu } from './exponential.ts'
export { gelu, geluTanh, hardSilu, mish, silu } from './gated.ts'
export { leakyRelu, linear, prelu, relu, relu2, relu6 } from './rectified.ts'
export { hardSigmoid, hardTanh, sigmoid, softsign, tanh } from './sigmoidal.ts'
export { logSigmoid, softplus, squareplus } from './smooth.ts'
export { logSoftmax, softmax } from './vector.ts'
