/** A tensor that training changes: its numbers live from step to step. */

import { type Shape, sizeOf } from '../base/index.ts'
import { type State, stateNode } from '../graph/index.ts'
import { Tensor } from './tensor.ts'

export class Parameter extends Tensor {
  readonly state: State

  /** `data` is row-major and becomes the parameter's own. */
  constructor(shape: Shape, data: Float32Array = new Float32Array(sizeOf(shape)), name = 'parameter') {
    const state: State = { name, shape, data }
    super(stateNode(state))
    this.state = state
  }

  override data(): Float32Array {
    return this.state.data
  }
}
