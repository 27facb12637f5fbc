/**
 * sin and cos for float32 alone, where there is no float64 to reduce arguments in, and WGSL's own promise 2⁻¹¹:
 * to 2⁻²³ absolutely for |x| < 10⁴, and worse beyond, as the multiples of π/2 outgrow its three parts.
 */

import { polynomial } from '../../approx/polynomial.ts'
import { apply, type Expr, select } from '../../expr.ts'

/** π/2 in parts (Cody and Waite, 1980), the first two so short that n times them is exact. */
const HALF_PI = [1.5703125, 4.8375129699707031e-4, 7.5497899487686e-8]

/** (sin θ/θ − 1)/θ² and (cos θ − 1 + θ²/2)/θ⁴ in θ² for |θ| ≤ π/4: the coefficients of Cephes' sinf and cosf (Moshier). */
const SIN = [-1.6666654611e-1, 8.3321608736e-3, -1.9515295891e-4]
const COS = [4.166664568298827e-2, -1.388731625493765e-3, 2.443315711809948e-5]

interface Turned {
  /** −2 … 2. */
  readonly quadrant: Expr
  readonly sine: Expr
  readonly cosine: Expr
}

function turn(x: Expr): Turned {
  const n = apply('nearest', x.mul(2 / Math.PI))
  const angle = HALF_PI.reduce((rest, part) => apply('mulAdd', n, -part, rest), x)
  const square = angle.mul(angle)
  const fourth = square.mul(square).mul(polynomial(square, COS))
  return {
    quadrant: apply('mulAdd', apply('nearest', n.mul(0.25)), -4, n),
    sine: apply('mulAdd', angle.mul(square), polynomial(square, SIN), angle),
    cosine: apply('mulAdd', square, -0.5, fourth).add(1),
  }
}

export function shortSin(x: Expr): Expr {
  const { quadrant, sine, cosine } = turn(x)
  const far = quadrant.abs()
  return select(far.eq(1), cosine.mul(quadrant), select(far.gt(1), sine.neg(), sine))
}

export function shortCos(x: Expr): Expr {
  const { quadrant, sine, cosine } = turn(x)
  const far = quadrant.abs()
  return select(far.eq(1), sine.mul(quadrant).neg(), select(far.gt(1), cosine.neg(), cosine))
}
