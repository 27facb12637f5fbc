/**
 * The face of the graph: a tensor is a node, and computes when it is looked at. Nothing is ever disposed of;
 * in a training step the same methods build the graph that is compiled once.
 */

import {
  broadcastShapes,
  checkShape,
  formatShape,
  normalizeAxis,
  OgeeError,
  type Shape,
  sizeOf,
} from '../base/index.ts'
import { compile } from '../compile/compile.ts'
import { defaultDevice } from '../devices/index.ts'
import { apply, type Expr } from '../expr/expr.ts'
import { argument, constantNode, contract, elementwise, maximum, type Node } from '../graph/index.ts'
import { formatTensor } from './format.ts'
import { nextStream } from './random.ts'

/** Nested lists of numbers, all of one shape. Typed arrays of any kind are lists, too. */
export type NestedNumbers = number | NumberArray | readonly NestedNumbers[]

export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array

/** The name of the method by which consoles show a value. */
export const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom')

export class Tensor {
  readonly node: Node
  #value: Float32Array | undefined

  constructor(node: Node) {
    this.node = node
  }

  get shape(): Shape {
    return this.node.shape
  }

  /**
   * The numbers, row-major, computed on the default device when first asked for and kept from then on: what
   * parameters hold at that moment is what counts.
   */
  data(): Float32Array {
    if (this.node.op === 'constant') this.#value ??= Float32Array.from(this.node.attributes.data)
    Tensor.compute([this])
    return this.#value as Float32Array
  }

  /** Computes the numbers of several tensors in one run, which goes once through what they have in common. */
  static compute(tensors: readonly Tensor[]): void {
    const open = tensors.filter((each) => each.#value === undefined)
    if (open.length === 0) return
    const outputs = Object.fromEntries(open.map(({ node }, i) => [`${i}`, node]))
    const compiled = compile({ main: { outputs } }, defaultDevice())
    compiled.run('main')
    for (const [i, each] of open.entries()) each.#value = Float32Array.from(compiled.read('main', `${i}`))
  }

  /** The only number of a tensor of one element. */
  item(): number {
    if (sizeOf(this.shape) !== 1)
      throw new OgeeError({
        where: 'item',
        problem: 'the tensor has more than one element',
        got: `shape ${formatShape(this.shape)}`,
      })
    return this.data()[0] as number
  }

  add(other: Tensor | number): Tensor {
    return combine('add', this, other)
  }
  sub(other: Tensor | number): Tensor {
    return combine('sub', this, other)
  }
  mul(other: Tensor | number): Tensor {
    return combine('mul', this, other)
  }
  div(other: Tensor | number): Tensor {
    return combine('div', this, other)
  }
  neg(): Tensor {
    return this.map((x) => x.neg())
  }
  abs(): Tensor {
    return this.map((x) => x.abs())
  }
  exp(): Tensor {
    return this.map((x) => apply('exp', x))
  }
  log(): Tensor {
    return this.map((x) => apply('log', x))
  }
  sqrt(): Tensor {
    return this.map((x) => x.sqrt())
  }

  /** A scalar function at every element. */
  map(expression: (x: Expr) => Expr): Tensor {
    return new Tensor(elementwise(expression(argument(0)), [this.node]))
  }

  /** [rows, inner] × [inner, columns]. */
  matmul(other: Tensor): Tensor {
    if (this.shape.length !== 2 || other.shape.length !== 2 || this.shape[1] !== other.shape[0])
      throw new OgeeError({
        where: 'matmul',
        problem: 'the shapes do not fit',
        expected: '[rows, inner] × [inner, columns]',
        got: `${formatShape(this.shape)} × ${formatShape(other.shape)}`,
      })
    return new Tensor(contract('ij,jk->ik', this.node, other.node))
  }

  /** [rows, columns] → [columns, rows]. */
  transpose(): Tensor {
    return new Tensor(contract('ij->ji', this.node))
  }

  /** The sum over one axis, or over all. */
  sum({ dim, keepdim = false }: AxisOptions = {}): Tensor {
    const axes = this.#axes('sum', dim)
    return new Tensor(contract(reduction(this.shape, axes, keepdim), this.node))
  }

  /** The mean over one axis, or over all. */
  mean(options: AxisOptions = {}): Tensor {
    const sum = this.sum(options)
    return sum.mul(sizeOf(sum.shape) / sizeOf(this.shape))
  }

  /** The greatest element along one axis, or of all; NaN where there is one. */
  max({ dim, keepdim = false }: AxisOptions = {}): Tensor {
    const axes = this.#axes('max', dim)
    const greatest = maximum(this.node, axes)
    return new Tensor(keepdim ? greatest : contract(reduction(greatest.shape, axes, false), greatest))
  }

  /** Where the greatest element along an axis is, the first of equals. Numbers, through which no gradient flows. */
  argmax({ dim }: { readonly dim: number }): Tensor {
    const axis = normalizeAxis('argmax', dim, this.shape.length)
    const [extent, inner] = [this.shape[axis] as number, sizeOf(this.shape.slice(axis + 1))]
    const data = this.data()
    const best = Float32Array.from({ length: data.length / extent }, (_, at) => {
      const start = Math.floor(at / inner) * inner * extent + (at % inner)
      let best = 0
      for (let i = 1; i < extent; i++)
        if ((data[start + i * inner] as number) > (data[start + best * inner] as number)) best = i
      return best
    })
    return tensor(
      best,
      this.shape.filter((_, i) => i !== axis),
    )
  }

  #axes(where: string, dim: number | undefined): number[] {
    if (dim !== undefined) return [normalizeAxis(where, dim, this.shape.length)]
    return this.shape.map((_, axis) => axis)
  }

  toString(): string {
    return formatTensor(this.data(), this.shape)
  }

  /** How consoles show it. */
  [INSPECT](): string {
    return this.toString()
  }

  /** Nested lists of plain numbers. */
  toList(): NestedNumbers {
    return nest(Array.from(this.data()), this.shape)
  }

  /** The same: `tensor(JSON.parse(JSON.stringify(x)))` is x, to the last bit. */
  toJSON(): NestedNumbers {
    return this.toList()
  }
}

export interface AxisOptions {
  /** Counted from the front, or from the back when negative. All axes when absent. */
  readonly dim?: number
  /** Whether an axis that is gone through stays, with extent 1. Default: false. */
  readonly keepdim?: boolean
}

/** A tensor of given numbers, which are copied: nested lists, or numbers in order with a shape. */
export function tensor(values: NestedNumbers, shape?: Shape, where = 'tensor'): Tensor {
  if (values instanceof Float32Array)
    return new Tensor(constantNode(values.slice(), shape ?? [values.length]))
  const found = shapeOf(values)
  const data = new Float32Array(sizeOf(found))
  fill(data, 0, values, found, (start) => `${where}${formatShape(placeOf(start, found))}`)
  return new Tensor(constantNode(data, shape ?? found))
}

export function zeros(shape: Shape): Tensor {
  return drawn('zeros', shape, (size) => new Float32Array(size))
}

export function ones(shape: Shape): Tensor {
  return drawn('ones', shape, (size) => new Float32Array(size).fill(1))
}

/** Normally distributed numbers, mean 0 and standard deviation 1. */
export function randn(shape: Shape): Tensor {
  return drawn('randn', shape, (size) => nextStream().normal(size))
}

/** Numbers uniform in [0, 1). */
export function rand(shape: Shape): Tensor {
  return drawn('rand', shape, (size) => nextStream().uniform(size))
}

function drawn(where: string, shape: Shape, numbers: (size: number) => ArrayLike<number>): Tensor {
  checkShape(where, shape)
  return new Tensor(constantNode(Float32Array.from(numbers(sizeOf(shape))), shape))
}

function combine(primitive: 'add' | 'sub' | 'mul' | 'div', a: Tensor, b: Tensor | number): Tensor {
  if (typeof b === 'number') return a.map((x) => apply(primitive, x, b))
  broadcastShapes(primitive, a.shape, b.shape)
  return new Tensor(elementwise(apply(primitive, argument(0), argument(1)), [a.node, b.node]))
}

/** The shape of nested lists, by the first entry of each. */
function shapeOf(values: NestedNumbers): Shape {
  if (!isList(values)) return []
  const [first] = values
  return [values.length, ...(first === undefined ? [] : shapeOf(first))]
}

/** Copies nested lists of that shape into `data` from `start` on; `nameOf` names the place of an element. */
function fill(
  data: Float32Array,
  start: number,
  values: NestedNumbers,
  shape: Shape,
  nameOf: (start: number) => string,
): void {
  const [extent, ...inner] = shape
  if (typeof values === 'number' && extent === undefined) {
    data[start] = values
    return
  }
  if (!isList(values) || values.length !== extent)
    throw new OgeeError({
      where: nameOf(start),
      problem:
        isList(values) || extent !== undefined ? 'the nested lists are not of one shape' : 'not a number',
      expected: extent === undefined ? 'a number' : `a list of ${extent}`,
      got: isList(values) ? `a list of ${values.length}` : (JSON.stringify(values) ?? 'nothing'),
      ...(typeof values === 'string' ? { hint: 'Number what is named: names.indexOf(name).' } : {}),
    })
  const size = sizeOf(inner)
  values.forEach((value, i) => {
    fill(data, start + i * size, value, inner, nameOf)
  })
}

/** The indices of the element that is the `start`-th. */
function placeOf(start: number, shape: Shape): Shape {
  return shape.map((extent, axis) => Math.floor(start / sizeOf(shape.slice(axis + 1))) % extent)
}

function isList(values: NestedNumbers): values is Exclude<NestedNumbers, number> {
  return Array.isArray(values) || ArrayBuffer.isView(values)
}

function nest(flat: number[], shape: Shape): NestedNumbers {
  const [extent, ...inner] = shape
  if (extent === undefined) return flat[0] as number
  const size = sizeOf(inner)
  return Array.from({ length: extent }, (_, i) => nest(flat.slice(i * size, (i + 1) * size), inner))
}

/** The subscripts of a sum over axes. */
function reduction(shape: Shape, axes: readonly number[], keepdim: boolean): string {
  const labels = shape.map((_, axis) => String.fromCharCode(97 + axis))
  const kept = labels.map((label, axis) => (axes.includes(axis) ? (keepdim ? '_' : '') : label))
  return `${labels.join('')}->${kept.join('')}`
}
