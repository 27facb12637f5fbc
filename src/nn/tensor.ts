/**
 * The face of the graph: a tensor is a node, and computes when it is looked at. Nothing is ever disposed of;
 * in a training step the same methods build the graph that is compiled once.
 */

import { formatShape, normalizeAxis, OgeeError, type Shape, sizeOf } from '../base/index.ts'
import { compile } from '../compile/compile.ts'
import { defaultDevice } from '../devices/index.ts'
import { apply, type Expr } from '../expr/expr.ts'
import { argument, constantNode, contract, elementwise, maximum, type Node } from '../graph/index.ts'
import { formatTensor } from './format.ts'
import { nextStream } from './random.ts'

/** Nested lists of numbers, all of one shape. */
export type NestedNumbers = number | readonly NestedNumbers[]

export class Tensor {
  readonly node: Node
  #value: Float32Array | undefined

  constructor(node: Node) {
    this.node = node
  }

  get shape(): Shape {
    return this.node.shape
  }

  /** The numbers, row-major, computed on the default device when first asked for. */
  data(): Float32Array {
    this.#value ??= this.computed()
    return this.#value
  }

  protected computed(): Float32Array {
    const compiled = compile({ main: { outputs: { value: this.node } } }, defaultDevice())
    compiled.run('main')
    return Float32Array.from(compiled.read('main', 'value'))
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

  /** A scalar function at every element. */
  map(expression: (x: Expr) => Expr): Tensor {
    return new Tensor(elementwise(expression(argument(0)), [this.node]))
  }

  /** [rows, inner] × [inner, columns]. */
  matmul(other: Tensor): Tensor {
    return new Tensor(contract('ij,jk->ik', this.node, other.node))
  }

  /** The sum over one axis, or over all. */
  sum(options: AxisOptions = {}): Tensor {
    const labels = this.shape.map((_, axis) => letter(axis))
    const dim = options.dim === undefined ? undefined : normalizeAxis('sum', options.dim, this.shape.length)
    const kept = labels.map((label, axis) => {
      const summed = dim === undefined || axis === dim
      return summed ? (options.keepdim ? '_' : '') : label
    })
    return new Tensor(contract(`${labels.join('')}->${kept.join('')}`, this.node))
  }

  /** The mean over one axis, or over all. */
  mean(options: AxisOptions = {}): Tensor {
    const sum = this.sum(options)
    return sum.mul(sizeOf(sum.shape) / sizeOf(this.shape))
  }

  /** The greatest element along an axis, which stays with extent 1. */
  max(dim: number): Tensor {
    return new Tensor(maximum(this.node, dim))
  }

  toString(): string {
    return formatTensor(this.data(), this.shape)
  }

  /** Nested lists of plain numbers. */
  toList(): NestedNumbers {
    return nest(Array.from(this.data()), this.shape)
  }
}

export interface AxisOptions {
  /** Counted from the front, or from the back when negative. All axes when absent. */
  readonly dim?: number
  readonly keepdim?: boolean
}

/** A tensor of given numbers: a nested list, or numbers in order with a shape. */
export function tensor(values: NestedNumbers | ArrayLike<number>, shape?: Shape): Tensor {
  if (typeof values === 'number') return new Tensor(constantNode([values], shape ?? []))
  if (!Array.isArray(values)) {
    const numbers = values as ArrayLike<number>
    return new Tensor(constantNode(numbers, shape ?? [numbers.length]))
  }
  const { flat, shape: found } = flatten(values)
  return new Tensor(constantNode(Float32Array.from(flat), shape ?? found))
}

export function zeros(shape: Shape): Tensor {
  return new Tensor(constantNode(new Float32Array(sizeOf(shape)), shape))
}

export function ones(shape: Shape): Tensor {
  return new Tensor(constantNode(new Float32Array(sizeOf(shape)).fill(1), shape))
}

/** Normally distributed numbers, mean 0 and standard deviation 1. */
export function randn(shape: Shape): Tensor {
  return new Tensor(constantNode(Float32Array.from(nextStream().normal(sizeOf(shape))), shape))
}

/** Numbers uniform in [0, 1). */
export function rand(shape: Shape): Tensor {
  return new Tensor(constantNode(Float32Array.from(nextStream().uniform(sizeOf(shape))), shape))
}

function combine(primitive: 'add' | 'sub' | 'mul' | 'div', a: Tensor, b: Tensor | number): Tensor {
  if (typeof b === 'number') return a.map((x) => apply(primitive, x, b))
  return new Tensor(elementwise(apply(primitive, argument(0), argument(1)), [a.node, b.node]))
}

function flatten(values: readonly NestedNumbers[]): { flat: number[]; shape: number[] } {
  const parts = values.map((value) =>
    typeof value === 'number' ? { flat: [value], shape: [] } : flatten(value),
  )
  const shape = parts[0]?.shape ?? []
  if (parts.some((part) => part.shape.join() !== shape.join()))
    throw new OgeeError({ where: 'tensor', problem: 'the nested lists differ in length' })
  return { flat: parts.flatMap((part) => part.flat), shape: [values.length, ...shape] }
}

function nest(flat: number[], shape: Shape): NestedNumbers {
  const [extent, ...inner] = shape
  if (extent === undefined) return flat[0] as number
  const size = sizeOf(inner)
  return Array.from({ length: extent }, (_, i) => nest(flat.slice(i * size, (i + 1) * size), inner))
}

function letter(axis: number): string {
  return String.fromCharCode(97 + axis)
}
