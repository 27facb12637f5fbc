/**
 * The guarantee that activations give on float32 targets: 4 ulp of float32 for the value and for the derivative,
 * whoever wrote the formula. Float32 arithmetic keeps it for some expressions and not for others — none keeps
 * it next to a zero of a derivative, where terms cancel — so each is measured, and those that miss it are
 * computed in float64 and rounded once. Measuring is by samples, so the limit has a margin.
 */

import { derive } from '../derive.ts'
import { evaluateAll } from '../evaluate.ts'
import { apply, type Expr, type Operation, variable } from '../expr.ts'
import { descend, substitute, variablesOf } from '../substitute.ts'
import { decisionOf } from './decisions.ts'
import { expandForFloat32 } from './expand.ts'
import { type Samples, samplesFor } from './samples.ts'
import { simulate } from './simulate.ts'

/** Of the samples; the worst of all inputs was found to be up to 1.84 times as much. */
const MOST_ULPS = 2.17
/** Of subnormal results, in units of the smallest. */
const MOST_STEPS = 1

const SMALLEST_NORMAL = 2 ** -126
const LARGEST = (2 - 2 ** -23) * 2 ** 127

const known = new WeakMap<Expr, Expr>()

/** `expr` itself where float32 arithmetic is accurate enough for it, and otherwise the same between `widen` and `narrow`. */
export function exact(expr: Expr): Expr {
  const before = known.get(expr)
  if (before) return before
  const holds = isKnown(expr) || (decisionOf(expr) ?? holdsInFloat32(expr))
  const made = holds ? expr : inFloat64(expr)
  known.set(expr, made)
  return made
}

/** `expr` computed in float64 and rounded once. */
export function inFloat64(expr: Expr): Expr {
  const wide = [...variablesOf(expr)].map((name) => [name, apply('widen', variable(name))] as const)
  return apply('narrow', substitute(expr, new Map(wide)))
}

/** What gives one of its operands, its sign aside, or a mask: nothing is rounded. */
const UNROUNDED: ReadonlySet<Operation> = new Set<Operation>([
  'constant',
  'variable',
  'neg',
  'abs',
  'min',
  'max',
  'lt',
  'le',
  'eq',
  'select',
  'copySign',
])

/** Of which the tests hold the value alone, over all of float32, to less than is allowed here. */
const HELD: ReadonlySet<Operation> = new Set<Operation>(['exp', 'sigmoid', 'tanh', 'softplus', 'softsign'])

const HELD_SLOPES = ['sigmoid', 'tanh'] as const

/** What need not be measured. gelu and the slopes are held at all inputs: see docs/EXACTNESS.md. */
export function isKnown(expr: Expr): boolean {
  const [x, gate] = expr.args
  const isGelu = expr.operation === 'gate' && gate?.operation === 'normalCdf' && gate.args[0] === x
  const isHeld = x?.operation === 'variable' && (isGelu || HELD.has(expr.operation))
  return isHeld || isHeldSlope(expr) || descend([expr]).every(({ operation }) => UNROUNDED.has(operation))
}

/** The derivatives of the sigmoid and of tanh. */
function isHeldSlope(expr: Expr): boolean {
  const [name, ...others] = expr.operation === 'mul' ? variablesOf(expr) : []
  if (name === undefined || others.length > 0) return false
  const x = variable(name)
  return HELD_SLOPES.some((operation) => derive(apply(operation, x), x) === expr)
}

/** Measures whether float32 arithmetic is exact enough. */
export function holdsInFloat32(expr: Expr): boolean {
  const expanded = expandForFloat32(expr)
  return samplesFor(expr).every((samples) => {
    const [truths] = evaluateAll([expr], samples)
    return [true, false].every((fused) => isClose(expanded, samples, fused, truths as Float64Array))
  })
}

function isClose(expanded: Expr, samples: Samples, fused: boolean, truths: Float64Array): boolean {
  const [values] = simulate([expanded], samples, fused)
  return truths.every((truth, i) => errorOf(values?.[i] as number, truth) <= 1)
}

/** As a share of what is allowed. */
function errorOf(got: number, truth: number): number {
  if (got === truth || (Number.isNaN(got) && Number.isNaN(truth))) return 0
  const size = Math.abs(truth)
  if (size > LARGEST) return Math.abs(got) >= LARGEST && got > 0 === truth > 0 ? 0 : Number.POSITIVE_INFINITY
  const unit = size < SMALLEST_NORMAL ? 2 ** -149 * MOST_STEPS : ulp(size) * MOST_ULPS
  const error = Math.abs(got - truth) / unit
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error
}

/** The unit of the last place of float32 at a normal number. */
function ulp(size: number): number {
  const exponent = Math.floor(Math.log2(size))
  return 2 ** (exponent - 23)
}
