/**
 * erf, erfc and the normal distribution function in float64, to about 1 ulp. The rational approximations
 * and their coefficients are those of fdlibm's s_erf.c (Sun Microsystems, 1993); the derivation is in the
 * comments of that file. The language has exp, expm1, log1p and tanh of that quality, but not these.
 */

/** erf(x)/x − 1, numerator and denominator in x², for |x| < 0.84375. */
export const SMALL: Rational = [
  [
    0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442,
    -2.3763016656650163e-5,
  ],
  [
    1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164,
    -3.960228278775368e-6,
  ],
]

/** erf(x) − MIDDLE_OFFSET in |x| − 1, for 0.84375 ≤ |x| < 1.25. */
export const MIDDLE: Rational = [
  [
    -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175,
    -0.11089469428239668, 0.035478304325618236, -0.002166375594868791,
  ],
  [
    1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164, 0.01363708391202905,
    0.011984499846799107,
  ],
]
export const MIDDLE_OFFSET: number = 0.8450629115104675

/** log(x·erfc(x)) + x² + 0.5625 in 1/x², for 1.25 ≤ x < 1/0.35. */
export const NEAR_TAIL: Rational = [
  [
    -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006, -162.39666946257347,
    -184.60509290671104, -81.2874355063066, -9.814329344169145,
  ],
  [
    1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679, 429.00814002756783,
    108.63500554177944, 6.570249770319282, -0.0604244152148581,
  ],
]

/** The same for x ≥ 1/0.35. */
export const FAR_TAIL: Rational = [
  [
    -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192, -637.5664433683896,
    -1025.0951316110772, -483.5191916086514,
  ],
  [
    1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955, 2553.0504064331644,
    474.52854120695537, -22.44095244658582,
  ],
]

type Rational = readonly [numerator: readonly number[], denominator: readonly number[]]

export function erf(x: number): number {
  const a = Math.abs(x)
  if (a < 0.84375) return x + x * rational(SMALL, x * x)
  if (a < 1.25) return Math.sign(x) * (MIDDLE_OFFSET + rational(MIDDLE, a - 1))
  return Number.isNaN(x) ? x : Math.sign(x) * (1 - tail(a))
}

/** 1 − erf(x), without the cancellation. */
export function erfc(x: number): number {
  const a = Math.abs(x)
  if (a < 0.25) return 1 - (x + x * rational(SMALL, x * x))
  if (a < 0.84375) return 0.5 - (x - 0.5 + x * rational(SMALL, x * x))
  if (a < 1.25) return 1 - Math.sign(x) * (MIDDLE_OFFSET + rational(MIDDLE, a - 1))
  if (Number.isNaN(x)) return x
  return x > 0 ? tail(a) : 2 - tail(a)
}

/** Φ(x) = ½·erfc(−x/√2), corrected for the rounding of x/√2, which the tail would magnify x² times. */
export function normalCdf(x: number): number {
  if (x < -39) return 0
  if (x > 9) return 1
  const t = -x * Math.SQRT1_2
  const high = highHalf(t)
  // x² − 2t², exactly enough: t = high + (t − high), and both squares' high parts are exact.
  const xHigh = highHalf(x)
  const xSquare = (x - xHigh) * (x + xHigh)
  const tSquare = (t - high) * (t + high)
  const excess = xHigh * xHigh - 2 * high * high + (xSquare - 2 * tSquare)
  // d erfc/d(t²) = −exp(−t²)/(√π·t), and t² is short of x²/2 by half the excess.
  const correction = t === 0 ? 0 : (Math.exp(-t * t) * excess) / (2 * Math.sqrt(Math.PI) * t)
  return (erfc(t) - correction) / 2
}

/** erfc(x) for x ≥ 1.25: exp(−x²) with x² in two parts, the first exact. */
function tail(x: number): number {
  if (x > 28) return 0
  const high = highHalf(x)
  const series = rational(x < 1 / 0.35 ? NEAR_TAIL : FAR_TAIL, 1 / (x * x))
  return (Math.exp(-high * high - 0.5625) * Math.exp((high - x) * (high + x) + series)) / x
}

const halves = new DataView(new ArrayBuffer(8))

/** x without the low 32 bits of its significand, so that its square is exact. */
function highHalf(x: number): number {
  halves.setFloat64(0, x)
  halves.setUint32(4, 0)
  return halves.getFloat64(0)
}

function rational([numerator, denominator]: Rational, x: number): number {
  return horner(numerator, x) / horner(denominator, x)
}

function horner(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + (coefficients[i] as number)
  return sum
}
