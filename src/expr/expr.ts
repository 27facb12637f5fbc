/**
 * The scalar language: an expression is an immutable node, and equal expressions are the same object, so
 * sharing is visible (`===`) and every pass can memoise by node. It knows no tensor and no target.
 *
 * Read on in `primitives.ts`: what each operation means.
 */

/** Core primitives: what a target must be able to spell. Masks (of comparisons) go into `select` alone. */
export type CorePrimitive =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'neg'
  | 'abs'
  | 'min'
  | 'max'
  | 'sqrt'
  | 'floor'
  | 'nearest' // to the nearest integer, halves to even
  | 'mulAdd' // a·b + c, rounded once or twice as the target likes
  | 'copySign' // magnitude of a, sign of b
  | 'lt'
  | 'le'
  | 'eq'
  | 'select' // mask, value where it holds, value elsewhere
  | 'seldom' // a select whose mask hardly ever holds, so that a target may pass over the value where it does
  | 'pow2' // 2ⁿ for a whole n of which it is normal, and 0 for the next n below
  | 'exponent' // ⌊log₂ |x|⌋ of a normal x
  | 'mantissa' // |x| / 2^exponent(x) in [1, 2), of a normal x
  | 'widen' // the same number in float64, in which everything is computed that reads it
  | 'narrow' // of a float64, rounded once: the same number on targets that have float64 throughout

/** Primitives that `approx/` expands into core ones for float32 targets. */
export type Transcendental =
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'tanh'
  | 'sigmoid'
  | 'softplus'
  | 'softsign' // x / (1 + |x|)
  | 'erf'
  | 'erfc'
  | 'gaussian' // exp(−x²)
  | 'normalPdf'
  | 'normalCdf'
  | 'sin'
  | 'cos'
  | 'atan'
  | 'gate' // a·g, and 0 where the gate g is 0 and a infinite

export type Primitive = CorePrimitive | Transcendental

export type Operation = Primitive | 'constant' | 'variable'

/** A scalar expression. Build it from `constant`, `variable` and the methods; never with `new`. */
export class Expr {
  readonly operation: Operation
  readonly args: readonly Expr[]
  /** Of a constant. */
  readonly value: number
  /** Of a variable. */
  readonly name: string
  /** Small whole number, unique per process: the key by which nodes are interned. */
  readonly id: number

  /** @internal */
  constructor(operation: Operation, args: readonly Expr[], value: number, name: string, id: number) {
    this.operation = operation
    this.args = args
    this.value = value
    this.name = name
    this.id = id
  }

  /** Equal expressions are one: a number tells them apart, as long as the process lives. */
  toJSON(): number {
    return this.id
  }

  add(other: Operand): Expr {
    return apply('add', this, other)
  }
  sub(other: Operand): Expr {
    return apply('sub', this, other)
  }
  mul(other: Operand): Expr {
    return apply('mul', this, other)
  }
  div(other: Operand): Expr {
    return apply('div', this, other)
  }
  neg(): Expr {
    return apply('neg', this)
  }
  abs(): Expr {
    return apply('abs', this)
  }
  sqrt(): Expr {
    return apply('sqrt', this)
  }
  min(other: Operand): Expr {
    return apply('min', this, other)
  }
  max(other: Operand): Expr {
    return apply('max', this, other)
  }
  lt(other: Operand): Expr {
    return apply('lt', this, other)
  }
  le(other: Operand): Expr {
    return apply('le', this, other)
  }
  gt(other: Operand): Expr {
    return apply('lt', other, this)
  }
  ge(other: Operand): Expr {
    return apply('le', other, this)
  }
  eq(other: Operand): Expr {
    return apply('eq', this, other)
  }
}

export type Operand = Expr | number

const interned = new Map<string, Expr>()

function intern(operation: Operation, args: readonly Expr[], value: number, name: string): Expr {
  const key = keyOf(operation, args, value, name)
  const known = interned.get(key)
  if (known) return known
  const made = new Expr(operation, args, value, name, interned.size)
  interned.set(key, made)
  return made
}

/** Spelt out for speed: all expressions of a program pass through here, most of them several times. */
function keyOf(operation: Operation, args: readonly Expr[], value: number, name: string): string {
  const a = args[0]
  const b = args[1]
  const c = args[2]
  if (!a) return operation === 'constant' ? `constant ${constantKey(value)}` : `${operation} ${name}`
  if (!b) return `${operation} ${a.id}`
  return c ? `${operation} ${a.id} ${b.id} ${c.id}` : `${operation} ${a.id} ${b.id}`
}

/** −0 and 0 are different constants; all NaNs are one. */
function constantKey(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}

export function constant(value: number): Expr {
  return intern('constant', [], value, '')
}

export function variable(name: string): Expr {
  return intern('variable', [], Number.NaN, name)
}

/** The input of every activation. */
export const X: Expr = variable('x')

export function toExpr(operand: Operand): Expr {
  return typeof operand === 'number' ? constant(operand) : operand
}

/** A primitive applied to its operands; numbers become constants. */
export function apply(primitive: Primitive, ...operands: readonly Operand[]): Expr {
  return intern(primitive, operands.map(toExpr), Number.NaN, '')
}

/** `whenTrue` where the mask holds, else `whenFalse`. NaN compares false. */
export function select(mask: Expr, whenTrue: Operand, whenFalse: Operand): Expr {
  return apply('select', mask, whenTrue, whenFalse)
}

/** As `select`, for a dear `whenTrue` that hardly any input needs. */
export function seldom(mask: Expr, whenTrue: Operand, whenFalse: Operand): Expr {
  return apply('seldom', mask, whenTrue, whenFalse)
}
