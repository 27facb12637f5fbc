/**
 * The normal distribution and the error functions in core operations, for float32.
 *
 * All tails are exp(−c·a²) times a rational function of a, and keep their relative accuracy down to the
 * subnormals: a is split into a part of 12 bits, whose square is exact fused or not, and a rest. (Forms that
 * compute 1 + erf are 0 from −5.5 on.) The rational functions are minimax in relative error, to 2⁻²⁵, over
 * all arguments whose result is not 0; all coefficients are positive, so nothing cancels. They were found by
 * Lawson's iteration with the coefficients rounded to float32 one after the other.
 */

import { apply, constant, type Expr, select } from '../expr.ts'
import { decayOfParts, LAST_SCALE } from './exponential.ts'
import { polynomial } from './polynomial.ts'

/** Φ(−a)·exp(a²/2) for 0 ≤ a ≤ 14.5: Mills' ratio over √(2π). */
const NORMAL_TAIL = {
  square: 0.5,
  end: 14.45,
  numerator: [0.5, 0.43759578466415405, 0.18268124759197235, 0.04043615609407425, 0.004084039945155382],
  denominator: [
    1, 1.6730763912200928, 1.2002805471420288, 0.4679993689060211, 0.10136494785547256, 0.010237048380076885,
  ],
}

/** erfc(a)·exp(a²) for 0 ≤ a ≤ 10.25. */
const ERFC_TAIL = {
  square: 1,
  end: 10.22,
  numerator: [1, 1.2376827001571655, 0.7306241393089294, 0.22866280376911163, 0.03264341875910759],
  denominator: [
    1, 2.3660621643066406, 2.400432586669922, 1.323500633239746, 0.40532010793685913, 0.05785827711224556,
  ],
}

/** erf(x)/x − 1 in x², for |x| ≤ ¾, to 2⁻²⁹ of erf. */
const ERF = [
  0.12837916612625122, -0.3761261999607086, 0.11283379048109055, -0.026834335178136826, 0.005113156978040934,
  -0.0006737583316862583,
]

const INV_SQRT_2PI = 0.3989422804014327

type Tail = Pick<typeof NORMAL_TAIL, 'square' | 'end'>

/** exp(−square·a²) / LAST_SCALE. Beyond `end` it stays what it is there: a value that rounds to 0. */
function bell(a: Expr, { square, end }: Tail): Expr {
  const held = a.min(end)
  const high = apply('nearest', held.mul(256)).mul(1 / 256)
  const low = held.sub(high).mul(held.add(high))
  return decayOfParts(high.mul(high).mul(-square), low.mul(-square))
}

/** The tail's function at a ≥ 0, whose last operation is the scaling. */
function tail(a: Expr, form: typeof NORMAL_TAIL): Expr {
  const held = a.min(form.end)
  const ratio = polynomial(held, form.numerator).div(polynomial(held, form.denominator))
  return bell(a, form).mul(ratio).mul(LAST_SCALE)
}

export function expandNormalCdf(x: Expr): Expr {
  const lower = tail(x.abs(), NORMAL_TAIL)
  return select(x.lt(0), lower, constant(1).sub(lower))
}

export function expandNormalPdf(x: Expr): Expr {
  return bell(x.abs(), NORMAL_TAIL).mul(INV_SQRT_2PI).mul(LAST_SCALE)
}

export function expandGaussian(x: Expr): Expr {
  return bell(x.abs(), ERFC_TAIL).mul(LAST_SCALE)
}

export function expandErfc(x: Expr): Expr {
  const upper = tail(x.abs(), ERFC_TAIL)
  return select(x.lt(0), constant(2).sub(upper), upper)
}

export function expandErf(x: Expr): Expr {
  const a = x.abs()
  const near = apply('mulAdd', x, polynomial(x.mul(x), ERF), x)
  return select(a.le(0.75), near, apply('copySign', constant(1).sub(tail(a, ERFC_TAIL)), x))
}
