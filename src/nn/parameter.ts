/** A tensor that training changes: its numbers live from step to step. */

import { formatShape, OgeeError, type Shape, sameShape, sizeOf } from '../base/index.ts'
import { type State, stateNode } from '../graph/index.ts'
import { Tensor, tensor } from './tensor.ts'

export class Parameter extends Tensor {
  readonly state: State

  /** `data` is row-major and becomes the parameter's own. */
  constructor(shape: Shape, data: Float32Array = new Float32Array(sizeOf(shape)), name = 'parameter') {
    const state: State = { name, shape, data }
    super(stateNode(state))
    this.state = state
    checkCount(name, shape, data)
  }

  /** The numbers themselves, not a copy. */
  override data(): Float32Array {
    return this.state.data
  }

  /** A tensor of the present numbers, which training does not change. */
  copy(): Tensor {
    return tensor(this.state.data, this.shape)
  }

  /** Replaces the numbers: by those of a tensor of the same shape, or by as many in row-major order. */
  set(values: Tensor | ArrayLike<number>): void {
    if (values instanceof Tensor) this.check(values)
    const data = values instanceof Tensor ? values.data() : values
    checkCount(this.state.name, this.shape, data)
    this.state.data.set(data)
  }

  /** Throws unless `values` could replace the numbers. */
  check(values: Tensor, where: string = this.state.name): void {
    if (sameShape(values.shape, this.shape)) return
    throw new OgeeError({
      where,
      problem: 'the values have another shape',
      expected: formatShape(this.shape),
      got: formatShape(values.shape),
    })
  }
}

function checkCount(where: string, shape: Shape, { length }: ArrayLike<number>): void {
  if (length === sizeOf(shape)) return
  throw new OgeeError({
    where,
    problem: 'the numbers do not fill the shape',
    expected: `${sizeOf(shape)} for ${formatShape(shape)}`,
    got: `${length}`,
  })
}
