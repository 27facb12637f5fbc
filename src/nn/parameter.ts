/**
 * Tensors that outlive a step: buffers, which a step may change, and parameters, which training changes by their
 * gradients. Their newest numbers are in one place at a time, here or on the device of a trainer; who looks at them
 * here gets the newest, and nobody has to copy anything.
 */

import { formatShape, OgeeError, type Shape, sameShape, sizeOf } from '../base/index.ts'
import { type Entry, type State, stateNode, topological } from '../graph/index.ts'
import { Tensor, tensor } from './tensor.ts'

/** Who has newer numbers than there are here, and copies them back when asked. */
export interface Holder {
  release(): void
}

/** Numbers that may be elsewhere: looking at `data` brings them back. */
export class Store implements State {
  readonly name: string
  readonly shape: Shape
  readonly #data: Float32Array
  #holder: Holder | undefined
  /** How often somebody may have changed the numbers. */
  version = 0

  constructor(name: string, shape: Shape, data: Float32Array) {
    this.name = name
    this.shape = shape
    this.#data = data
  }

  get data(): Float32Array {
    this.fetch()
    return this.#data
  }

  /** Brings the newest numbers here. */
  fetch(): void {
    const holder = this.#holder
    this.#holder = undefined
    holder?.release()
  }

  /** From now on `holder` has the newest numbers. */
  hold(holder: Holder): void {
    this.#holder = holder
    this.version++
  }
}

/** A tensor whose numbers live from step to step: a running mean. */
export class Buffer extends Tensor {
  readonly state: Store

  /** `data` is row-major and becomes the buffer's own. */
  constructor(shape: Shape, data: Float32Array = new Float32Array(sizeOf(shape)), name = 'buffer') {
    const state = new Store(name, shape, data)
    super(stateNode(state))
    this.state = state
    checkCount(name, shape, data)
  }

  /**
   * The numbers themselves, not a copy, and the newest, wherever training has them. What is written into them counts
   * until training goes on; `set` is the way to change them.
   */
  override data(): Float32Array {
    const { data } = this.state
    this.state.version++
    return data
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
    this.data().set(data)
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

/** A tensor that training changes. */
export class Parameter extends Buffer {
  /** Whether a trainer changes it: what is false when the trainer is made stays as it is. */
  requiresGrad = true

  constructor(shape: Shape, data?: Float32Array, name = 'parameter') {
    super(shape, data, name)
  }
}

/** All that are read or changed by a program. */
export function storesIn(entries: Readonly<Record<string, Entry>>): Store[] {
  const roots = Object.values(entries).flatMap(({ outputs, updates = [] }) => [
    ...Object.values(outputs),
    ...updates.flatMap(([state, node]) => [stateNode(state), node]),
  ])
  const states = topological(roots).flatMap((node) => (node.op === 'state' ? [node.attributes.state] : []))
  return [...new Set(states)].filter((state) => state instanceof Store)
}

/** Grows whenever one of them may have changed. */
export function versionOf(stores: readonly Store[]): number {
  let version = 0
  for (const store of stores) version += store.version
  return version
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
