/** The primitives as functions, for writing formulas: `exp(x.neg()).add(1)`. */

import { apply, type Expr, type Operand } from './expr.ts'

export const exp = (x: Operand): Expr => apply('exp', x)
export const expm1 = (x: Operand): Expr => apply('expm1', x)
export const log = (x: Operand): Expr => apply('log', x)
export const log1p = (x: Operand): Expr => apply('log1p', x)
export const tanh = (x: Operand): Expr => apply('tanh', x)
export const sigmoid = (x: Operand): Expr => apply('sigmoid', x)
export const softplus = (x: Operand): Expr => apply('softplus', x)
export const softsign = (x: Operand): Expr => apply('softsign', x)
export const erf = (x: Operand): Expr => apply('erf', x)
export const erfc = (x: Operand): Expr => apply('erfc', x)
export const sin = (x: Operand): Expr => apply('sin', x)
export const cos = (x: Operand): Expr => apply('cos', x)
export const atan = (x: Operand): Expr => apply('atan', x)
/** exp(−x²). */
export const gaussian = (x: Operand): Expr => apply('gaussian', x)
/** φ(x) = exp(−x²/2) / √(2π). */
export const normalPdf = (x: Operand): Expr => apply('normalPdf', x)
/** Φ(x) = ½·erfc(−x/√2). */
export const normalCdf = (x: Operand): Expr => apply('normalCdf', x)

/**
 * a·g for a gate g that closes: as `a.mul(g)`, but 0 where g is 0, however large a is. So x·σ(x) has its
 * limit 0 at −∞, where IEEE arithmetic has −∞·0 = NaN. A NaN stays NaN.
 */
export const gate = (a: Operand, g: Operand): Expr => apply('gate', a, g)

/** x held between two bounds. Its derivative at the bounds is 0, as in PyTorch. */
export const clip = (x: Expr, low: number, high: number): Expr => x.max(low).min(high)
