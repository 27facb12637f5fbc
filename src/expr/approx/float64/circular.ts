/**
 * sin, cos and atan in core operations, for float64 arithmetic: sin and cos to 2⁻⁴⁷ for |x| < 2¹⁵⁰, relatively
 * before their first zero and absolutely beyond; atan to 2⁻⁴⁵. (Peers that reduce by a rounded π are off by 10⁻⁵
 * at 135, and altogether from 10⁷ on.)
 *
 * Up to 2²⁰, multiples of π/2 are taken off in two parts (Cody and Waite). Larger numbers, seldom seen, first
 * lose their multiples of 2π: x·2/π modulo 4 is found by Payne and Hanek's idea ("Radian reduction for
 * trigonometric functions", 1983), with the digits of 2/π in pieces so short that each product is exact, as is
 * taking off the multiples of 4 from it. There is nothing to look up: pieces too large or too small to matter
 * come out as 0.
 */

import { apply, constant, type Expr, seldom, select } from '../../expr.ts'
import { polynomial } from '../polynomial.ts'

const PIECE_BITS = 26
/** 2/π in digits of PIECE_BITS bits, the first just below the point. */
const TWO_OVER_PI = [42722829, 48555073, 21659401, 56087029, 13858563, 28715353, 38736100, 4324945]

/** log₂ of what float32 reaches when doubled, and of what other arguments are reduced up to. */
const REACH_OF_SHORT = 129
const REACH = 150
/** The last bit of the quotient's fraction that counts. */
const LAST_BIT = 54

/**
 * (sin θ/θ − 1) / θ² and (cos θ − 1) / θ² in θ² for |θ| ≤ π/4: to 2⁻⁴⁷ and 2⁻⁵³ of sin and cos, by Remez' exchange.
 * cos is so good for sums that touch 0 without crossing it, as 1 + sin 2x does: they lose what they have twice.
 */
const SIN = [
  -0.16666666666630334, 0.008333333325074466, -0.00019841263726798152, 2.7555339260513947e-6,
  -2.476042545877962e-8,
]
const COS = [
  -0.5, 0.04166666666660222, -0.001388888887827011, 2.4801580969781776e-5, -2.755556678244695e-7,
  2.0647715127552088e-9,
]

/** π/2: its first 33 bits, so that products with whole numbers below 2²⁰ are exact, and the rest. */
const QUARTER_HIGH = 1.5707963267341256
const QUARTER_LOW = 6.077100506506192e-11
const NEAR = 2 ** 20

/** (atan(t)/t − 1) / t² in t² for |t| ≤ √2 − 1, to 2⁻⁴⁵. */
const ATAN = [
  -0.3333333333166371, 0.19999999680647274, -0.14285693345928532, 0.11110444024194444, -0.0907906169922412,
  0.07568008770747765, -0.058891318756767515, 0.03086640993055654,
]

/** x = quadrant·π/2 + θ modulo 2π, quadrant in −2 … 2 and |θ| ≤ π/4; of θ the sine and the cosine. */
interface Turned {
  readonly quadrant: Expr
  readonly sine: Expr
  readonly cosine: Expr
}

function turn(x: Expr): Turned {
  const near = seldom(x.abs().ge(NEAR), turnsOf(x).mul(Math.PI / 2), x)
  const quarters = apply('nearest', near.mul(2 / Math.PI))
  const rest = apply('mulAdd', quarters, -QUARTER_HIGH, near)
  const angle = apply('mulAdd', quarters, -QUARTER_LOW, rest)
  const square = angle.mul(angle)
  return {
    quadrant: modulo4(quarters),
    sine: apply('mulAdd', angle.mul(square), polynomial(square, SIN), angle),
    cosine: apply('mulAdd', square, polynomial(square, COS), 1),
  }
}

/** x·2/π modulo 4, in −2 … 2. */
function turnsOf(x: Expr): Expr {
  return modulo4(piecesOf(x).reduceRight((sum, piece) => sum.add(piece)))
}

/** Parts of x·2/π modulo 4, the largest first. */
function piecesOf(x: Expr): Expr[] {
  const short = isShort(x)
  const parts = short ? [x] : halves(x)
  const reach = short ? REACH_OF_SHORT : REACH
  return TWO_OVER_PI.slice(0, Math.ceil((reach + LAST_BIT) / PIECE_BITS)).flatMap((digit, i) => {
    const products = parts.map((part) => part.mul(digit * 2 ** (-PIECE_BITS * (i + 1))))
    return PIECE_BITS * i < reach ? products.map(modulo4) : products
  })
}

function modulo4(x: Expr): Expr {
  return apply('mulAdd', apply('nearest', x.mul(0.25)), -4, x)
}

/** Two parts of 26 bits and a sign (Veltkamp 1968). */
function halves(x: Expr): Expr[] {
  const scaled = x.mul(2 ** (PIECE_BITS + 1) + 1)
  const high = scaled.sub(scaled.sub(x))
  return [high, x.sub(high)]
}

/** Whether a number has no more bits than float32: it came from there, and was at most doubled. */
function isShort({ operation, args: [inner, factor] }: Expr): boolean {
  if (operation === 'widen') return true
  const keeps = operation === 'neg' || operation === 'abs' || (operation === 'mul' && factor?.value === 2)
  return keeps && inner !== undefined && isShort(inner)
}

/** In odd quadrants sin x is ±cos θ, in even ones ±sin θ. 0 may come without its sign. */
export function expandSin(x: Expr): Expr {
  const { quadrant, sine, cosine } = turn(x)
  return apply('mulAdd', sine, evenSign(quadrant), cosine.mul(oddSign(quadrant)))
}

export function expandCos(x: Expr): Expr {
  const { quadrant, sine, cosine } = turn(x)
  return cosine.mul(evenSign(quadrant)).sub(sine.mul(oddSign(quadrant)))
}

/** 1 in quadrant 0, −1 in quadrants ±2, and 0 in odd ones. */
function evenSign(quadrant: Expr): Expr {
  return constant(1).sub(quadrant.abs())
}

/** ±1 in quadrants ±1, and 0 in even ones. */
function oddSign(quadrant: Expr): Expr {
  return evenSign(quadrant).add(1).mul(quadrant)
}

/** By the sums atan a = π/4 + atan((a − 1)/(a + 1)) and π/2 + atan(−1/a), with one division. */
export function expandAtan(x: Expr): Expr {
  const a = x.abs()
  const [middle, large] = [a.gt(Math.SQRT2 - 1), a.gt(Math.SQRT2 + 1)]
  const choose = (near: Expr, middling: Expr, far: Expr) => select(large, far, select(middle, middling, near))
  const top = choose(a, a.sub(1), constant(-1))
  const t = top.div(choose(constant(1), a.add(1), a))
  const square = t.mul(t)
  const rest = apply('mulAdd', t.mul(square), polynomial(square, ATAN), t)
  const base = choose(constant(0), constant(Math.PI / 4), constant(Math.PI / 2))
  return apply('copySign', rest.add(base), x)
}
