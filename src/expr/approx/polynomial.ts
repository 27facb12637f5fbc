/** Polynomials by Horner's rule. */

import { apply, type Expr, type Operand, toExpr } from '../expr.ts'

/** c₀ + c₁·x + c₂·x² + …, coefficients in that order. */
export function polynomial(x: Expr, coefficients: readonly Operand[]): Expr {
  return coefficients
    .slice(0, -1)
    .reduceRight<Expr>((sum, c) => apply('mulAdd', sum, x, c), toExpr(coefficients.at(-1) ?? 0))
}
