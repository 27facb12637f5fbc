/** Polynomials by Horner's rule. */

import { apply, constant, type Expr } from '../expr.ts'

/** c₀ + c₁·x + c₂·x² + …, coefficients in that order. */
export function polynomial(x: Expr, coefficients: readonly number[]): Expr {
  return coefficients
    .slice(0, -1)
    .reduceRight<Expr>((sum, c) => apply('mulAdd', sum, x, c), constant(coefficients.at(-1) ?? 0))
}
