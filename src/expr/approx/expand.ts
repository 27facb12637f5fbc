/**
 * From formulas to what a float32 target can spell: every transcendental replaced by core operations. The
 * approximations are written here beside, once for each arithmetic, out of the same primitives as everything
 * else.
 */

import { apply, type Expr, type Operation, type Transcendental } from '../expr.ts'
import { simplify } from '../simplify.ts'
import { descend, rewrite } from '../substitute.ts'
import { TRANSCENDENTALS } from '../transcendentals.ts'
import { withoutLogarithms } from './compose.ts'
import {
  expandExp,
  expandExpm1,
  expandGatedSigmoid,
  expandSigmoid,
  expandSigmoidSlope,
  expandTanh,
} from './float32/exponential.ts'
import { expandGate } from './float32/gate.ts'
import { expandLog, expandLog1p, expandSoftplus, expandSoftsign } from './float32/logarithm.ts'
import {
  expandErf,
  expandErfc,
  expandGatedGaussian,
  expandGatedNormalCdf,
  expandGaussian,
  expandNormalCdf,
  expandNormalPdf,
} from './float32/normal.ts'
import * as circular from './float64/circular.ts'
import { composite, settled } from './float64/compose.ts'
import * as exponential from './float64/exponential.ts'
import * as logarithm from './float64/logarithm.ts'
import * as normal from './float64/normal.ts'
import { isWide } from './width.ts'

type Expansion = (a: Expr, b: Expr) => Expr

/** To about 2⁻⁴³. */
const FLOAT64: { readonly [T in Transcendental]: Expansion } = {
  exp: exponential.expandExp,
  expm1: exponential.expandExpm1,
  sigmoid: exponential.expandSigmoid,
  tanh: exponential.expandTanh,
  log: logarithm.expandLog,
  log1p: logarithm.expandLog1p,
  softplus: logarithm.expandSoftplus,
  softsign: logarithm.expandSoftsign,
  erf: normal.expandErf,
  erfc: normal.expandErfc,
  gaussian: normal.expandGaussian,
  normalPdf: normal.expandNormalPdf,
  normalCdf: normal.expandNormalCdf,
  sin: circular.expandSin,
  cos: circular.expandCos,
  atan: circular.expandAtan,
  gate: normal.expandGate,
}

/** Each states the bound that the tests hold, in units of the last place; those by way of float64 have ½. */
const FLOAT32: { readonly [T in Transcendental]: Expansion } = {
  exp: expandExp,
  expm1: expandExpm1,
  sigmoid: expandSigmoid,
  tanh: expandTanh,
  log: expandLog,
  log1p: expandLog1p,
  softplus: expandSoftplus,
  softsign: expandSoftsign,
  erf: expandErf,
  erfc: expandErfc,
  gaussian: expandGaussian,
  normalPdf: expandNormalPdf,
  normalCdf: expandNormalCdf,
  sin: inFloat64(circular.expandSin),
  cos: inFloat64(circular.expandCos),
  atan: inFloat64(circular.expandAtan),
  gate: expandGate,
}

function inFloat64(expansion: (a: Expr) => Expr): Expansion {
  return (a) => apply('narrow', expansion(apply('widen', a)))
}

/**
 * `expr` over core primitives only, correct for float32 arithmetic, and float64 between `widen` and `narrow`,
 * whether mulAdd rounds once or twice. Equal parts of several expressions stay equal: expand a value and its
 * derivative, and they share.
 */
export function expandForFloat32(expr: Expr): Expr {
  const before = known.get(expr)
  if (before) return before
  const made = expandAll(expr)
  known.set(expr, made)
  return made
}

const known = new WeakMap<Expr, Expr>()

function expandAll(expr: Expr): Expr {
  const simple = simplify(expr)
  const has = (wanted: (operation: Operation) => boolean) =>
    descend([simple]).some(({ operation }) => wanted(operation))
  const expanded = has((operation) => operation in TRANSCENDENTALS) ? withoutTranscendentals(simple) : simple
  const isPartlyWide = expanded !== simple || has((operation) => operation === 'widen')
  return isPartlyWide ? simplify(rewrite(expanded, (node) => settled(node) ?? node)) : expanded
}

function withoutTranscendentals(expr: Expr): Expr {
  const composed = rewrite(
    withoutLogarithms(rewrite(expr, gather)),
    (node) => gatedProduct(node) ?? slopeOfSigmoid(node) ?? composite(node) ?? node,
  )
  const expanded = rewrite(composed, (node) => {
    const expansions = isWide(node) ? FLOAT64 : FLOAT32
    const expansion: Expansion | undefined = expansions[node.operation as Transcendental]
    const [a = node, b = a] = node.args
    return expansion ? expansion(a, b) : node
  })
  return rewrite(expanded, gather)
}

/** Beyond this a product of constants might leave the range of float32, and is left as it stands. */
const LARGEST_FACTOR = 2 ** 100

/**
 * (a·c)·d as a·(c·d), which rounds once: where a·c is subnormal, more than the last bit hangs on it. And a + 0 as a,
 * which gives −0 for −0: parameters that are 0 by default are added here and there.
 */
function gather(node: Expr): Expr {
  const [inner, d] = node.args
  if (d?.operation !== 'constant') return node
  if (node.operation === 'add' && d.value === 0) return inner as Expr
  const [a, c] = inner?.operation === 'mul' ? inner.args : []
  if (node.operation !== 'mul' || c?.operation !== 'constant') return node
  const factor = c.value * d.value
  const size = Math.abs(factor)
  return size < LARGEST_FACTOR && size > 1 / LARGEST_FACTOR ? (a as Expr).mul(factor) : node
}

/** In float32 a·σ(x) and the like are better computed as one; in float64 they share more with their derivatives as two. */
function gatedProduct(node: Expr): Expr | undefined {
  const [a = node, gate = a] = node.args
  const [x = gate] = gate.args
  if (node.operation !== 'gate' || isWide(node)) return undefined
  if (gate.operation === 'sigmoid') return expandGatedSigmoid(a, x)
  if (gate.operation === 'gaussian') return expandGatedGaussian(a, x)
  return gate.operation === 'normalCdf' && x === a ? expandGatedNormalCdf(x) : undefined
}

/** σ(x)·σ(−x), the derivative of σ and most of tanh's. In float64 the two sides are at hand, and exact enough. */
function slopeOfSigmoid({ operation, args: [a, b] }: Expr): Expr | undefined {
  if (operation !== 'mul' || a?.operation !== 'sigmoid' || b?.operation !== 'sigmoid') return undefined
  const [x, y] = [a.args[0] as Expr, b.args[0] as Expr]
  return !isWide(a) && (y === x.neg() || x === y.neg()) ? expandSigmoidSlope(x) : undefined
}
