/**
 * What a·b means where people write it. x·σ(x) has the limit 0 at −∞, where IEEE arithmetic has −∞·0 = NaN:
 * so a factor that closes faster than the other can grow makes the product a `gate`. Where the two may
 * balance, as in x·(1/x), it stays a plain product, since a wrong number is worse than NaN.
 */

import { boundOf } from '../bound.ts'
import { apply, type Expr, type Operation, X } from '../expr.ts'
import { descend } from '../substitute.ts'

/** How an expression behaves for large |x|, as far as its operations tell. */
interface Habit {
  readonly varies: boolean
  /** It grows no faster than some power of x. */
  readonly tame: boolean
  /** Where it approaches a limit, it does so exponentially fast, or reaches it. */
  readonly swift: boolean
  /** It may have a limit. */
  readonly settles: boolean
}

/** a·b: a gate where one closes and the other grows, else `mul`; a constant goes last. */
export function product(a: Expr, b: Expr): Expr {
  if (a.operation === 'constant' && b.operation !== 'constant') return b.mul(a)
  if (isGated(a, b)) return apply('gate', a, b)
  return isGated(b, a) ? apply('gate', b, a) : a.mul(b)
}

function isGated(a: Expr, gate: Expr): boolean {
  const grows = habitOf(a).varies && habitOf(a).tame && boundOf(a) === Number.POSITIVE_INFINITY
  return grows && habitOf(gate).swift && habitOf(gate).settles
}

const EXPONENTIAL: readonly Operation[] = ['exp', 'expm1', 'pow2']
const POLES: readonly Operation[] = ['log', 'exponent', 'mantissa']
/** Algebraic or slower on their way to a limit, or to infinity. */
const SLOW: readonly Operation[] = ['log', 'log1p', 'softsign', 'atan']
const SATURATING = ['sigmoid', 'tanh', 'erf', 'erfc', 'gaussian', 'normalPdf', 'normalCdf'] as const
const SETTLING: readonly Operation[] = [...SATURATING, 'exp', 'expm1', 'softplus', 'min', 'max', 'select']

const known = new WeakMap<Expr, Habit>()

function habitOf(expr: Expr): Habit {
  for (const node of descend([expr], known)) known.set(node, habitOfNode(node))
  return known.get(expr) as Habit
}

function habitOfNode(node: Expr): Habit {
  const { operation, args } = node
  const habits = args.map((arg) => known.get(arg) as Habit)
  const divides = operation === 'div' && args[1]?.operation !== 'constant'
  const slow = SLOW.includes(operation) && args.some((arg) => boundOf(arg) === Number.POSITIVE_INFINITY)
  return {
    varies: node === X || habits.some(({ varies }) => varies),
    tame:
      !EXPONENTIAL.includes(operation) &&
      !POLES.includes(operation) &&
      !divides &&
      habits.every(({ tame }) => tame),
    swift: !slow && !divides && habits.every(({ swift }) => swift),
    settles: SETTLING.includes(operation) || habits.some(({ settles }) => settles),
  }
}
