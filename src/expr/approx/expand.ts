/**
 * From formulas to what a float32 target can spell: every transcendental replaced by core operations. The
 * approximations are written once, here beside, out of the same primitives as everything else.
 */

import type { Expr, Transcendental } from '../expr.ts'
import { simplify } from '../simplify.ts'
import { rewrite } from '../substitute.ts'
import { withoutLogarithms } from './compose.ts'
import { expandExp, expandExpm1, expandSigmoid, expandTanh } from './exponential.ts'
import { expandGate } from './gate.ts'
import { expandLog, expandLog1p, expandSoftplus, expandSoftsign } from './logarithm.ts'
import { expandErf, expandErfc, expandGaussian, expandNormalCdf, expandNormalPdf } from './normal.ts'

type Expansion = (a: Expr, b: Expr) => Expr

/** Each states the bound that the tests hold, in units of the last place. */
const EXPANSIONS: { readonly [T in Exclude<Transcendental, 'sin' | 'cos' | 'atan'>]: Expansion } = {
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
  gate: expandGate,
}

/**
 * `expr` over core primitives only, correct for float32 arithmetic whether mulAdd rounds once or twice.
 * Equal parts of several expressions stay equal: expand a value and its derivative, and they share.
 */
export function expandForFloat32(expr: Expr): Expr {
  const expanded = rewrite(withoutLogarithms(simplify(expr)), (node) => {
    const expansion: Expansion | undefined = EXPANSIONS[node.operation as keyof typeof EXPANSIONS]
    const [a = node, b = a] = node.args
    return expansion ? expansion(a, b) : node
  })
  return simplify(expanded)
}
