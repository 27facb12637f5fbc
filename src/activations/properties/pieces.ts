/**
 * An expression without its choices: what it is around a point, as a formula that is smooth there. Two sides
 * of a kink become two formulas, whose derivatives can be compared without a difference quotient. Real
 * arithmetic, not IEEE's: 0·a is 0.
 */

import {
  apply,
  constant,
  descend,
  type Expr,
  evaluateAll,
  type Primitive,
  simplify,
  X,
} from '../../expr/index.ts'

const ZERO = constant(0)

/** The formula of `expr` around x, where no choice is made. */
export function pieceAt(expr: Expr, x: number): Expr {
  const nodes = descend([expr])
  const numbers = evaluateAll(nodes, { x })
  const values = new Map(nodes.map((node, i) => [node, numbers[i]?.[0] as number]))
  const pieces = new Map<Expr, Expr>()
  for (const node of nodes) pieces.set(node, pieceOf(node, values, pieces))
  return simplify(pieces.get(expr) as Expr)
}

function pieceOf(node: Expr, values: ReadonlyMap<Expr, number>, pieces: ReadonlyMap<Expr, Expr>): Expr {
  if (node.args.length === 0) return node
  const args = node.args.map((arg) => pieces.get(arg) as Expr)
  if (args.every(({ operation }) => operation === 'constant'))
    return simplify(apply(node.operation as Primitive, ...args))
  const [a = ZERO, b = a, c = b] = args
  const [x = 0, y = x] = node.args.map((arg) => values.get(arg) as number)
  switch (node.operation) {
    case 'select':
      return x ? b : c
    case 'min':
      return x <= y ? a : b
    case 'max':
      return x >= y ? a : b
    case 'abs':
      return x < 0 ? a.neg() : a
    case 'copySign':
      return x < 0 === (y < 0 || Object.is(y, -0)) ? a : a.neg()
    case 'floor':
    case 'nearest':
    case 'exponent':
      return constant(values.get(node) as number)
    case 'mantissa':
      return a.div(x / (values.get(node) as number))
    case 'softsign':
      return a.div(x < 0 ? constant(1).sub(a) : a.add(1))
    case 'mul':
    case 'gate':
      return a === ZERO || b === ZERO ? ZERO : apply(node.operation, ...args)
    default:
      return apply(node.operation as Primitive, ...args)
  }
}

/** Every polynomial that is written with fewer factors than these points is told from a constant by them. */
const DYADIC = Float64Array.from({ length: 33 }, (_, i) => (i - 16) / 8)

const POLYNOMIAL = new Set<string>(['add', 'sub', 'mul', 'neg', 'mulAdd', 'gate', 'constant', 'variable'])

/** The value of a piece that does not vary; undefined if it does. What only rounds to a constant does vary. */
export function constantValueOf(piece: Expr): number | undefined {
  if (piece.operation === 'constant') return piece.value
  const isPolynomial = descend([piece]).every(
    ({ operation, args }) =>
      POLYNOMIAL.has(operation) || (operation === 'div' && args[1]?.operation === 'constant'),
  )
  if (!isPolynomial) return undefined
  const values = evaluateAll([piece], { [X.name]: DYADIC })[0] as Float64Array
  const first = values[0] as number
  return values.every((value) => Math.abs(value - first) <= 1e-14 * Math.abs(first)) ? first : undefined
}
