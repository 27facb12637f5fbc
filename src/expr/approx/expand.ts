/**
 * From formulas to what a float32 target can spell: every transcendental replaced by core operations. The
 * approximations are written here beside, once for each arithmetic, out of the same primitives as everything
 * else.
 */

import { apply, type Expr, type Transcendental } from '../expr.ts'
import { simplify } from '../simplify.ts'
import { descend, rewrite } from '../substitute.ts'
import { TRANSCENDENTALS } from '../transcendentals.ts'
import { withoutLogarithms } from './compose.ts'
import {
  expandExp,
  expandExpm1,
  expandGatedSigmoid,
  expandSigmoid,
  expandTanh,
} from './float32/exponential.ts'
import { expandGate } from './float32/gate.ts'
import { expandLog, expandLog1p, expandSoftplus, expandSoftsign } from './float32/logarithm.ts'
import { expandErf, expandErfc, expandGaussian, expandNormalCdf, expandNormalPdf } from './float32/normal.ts'
import * as circular from './float64/circular.ts'
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
  if (!descend([simple]).some(({ operation }) => operation in TRANSCENDENTALS)) return simple
  const composed = rewrite(
    withoutLogarithms(simple),
    (node) => gatedSigmoid(node) ?? sigmoidProduct(node) ?? node,
  )
  const expanded = rewrite(composed, (node) => {
    const expansions = isWide(node) ? FLOAT64 : FLOAT32
    const expansion: Expansion | undefined = expansions[node.operation as Transcendental]
    const [a = node, b = a] = node.args
    return expansion ? expansion(a, b) : node
  })
  return simplify(expanded)
}

/** In float32 x·σ(x) is better computed as one; in float64 it shares more with its derivative as two. */
function gatedSigmoid(node: Expr): Expr | undefined {
  const [a, gate] = node.args
  if (node.operation !== 'gate' || gate?.operation !== 'sigmoid' || isWide(node)) return undefined
  return expandGatedSigmoid(a as Expr, gate.args[0] as Expr)
}

/** σ(x)·σ(−x), the derivative of σ, is the same whichever sign x has: nothing need be chosen. */
function sigmoidProduct(node: Expr): Expr | undefined {
  const [a, b] = node.args
  if (node.operation !== 'mul' || a?.operation !== 'sigmoid' || b?.operation !== 'sigmoid') return undefined
  const [x, y] = [a.args[0] as Expr, b.args[0] as Expr]
  if (!isWide(node) || (x !== y.neg() && y !== x.neg())) return undefined
  return exponential.expandSigmoidProduct(x)
}
