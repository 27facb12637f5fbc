/** Shapes that are learned: gates, hinges, polynomials, rational functions and splines with their coefficients. */

import {
  apply,
  constant,
  type Expr,
  erf,
  erfc,
  exp,
  gate,
  normalCdf,
  polynomial,
  select,
  sigmoid,
  softplus,
  tanh,
} from '../../expr/index.ts'
import { activation } from '../activation.ts'
import type { Parameter } from '../parameter.ts'
import { silu } from './gated.ts'
import { squareplus } from './smooth.ts'

const learned = (value: number, low = -100, high = 100): Parameter => ({
  default: value,
  range: [low, high],
  learned: true,
})

export const swishBeta = activation('swishBeta', (x, { beta }) => silu(x, { beta }), {
  parameters: { beta: learned(1) },
  aliases: ['aconA'],
  summary: 'x·σ(β·x), with β learned',
  source: 'Ramachandran, Zoph & Le, Searching for activation functions, arXiv:1710.05941',
  year: 2017,
})

/**
 * p₁·x at one end and p₂·x at the other, as one product: two would be ∞ − ∞. Of σ(z) and σ(−z) each is exact in its
 * tail, and so are the slopes in p₁ and p₂; 1 − σ(z) would cancel.
 */
function acon(x: Expr, p1: Expr, p2: Expr, beta: Expr): Expr {
  const z = x.mul(p1.sub(p2)).mul(beta)
  return gate(x, sigmoid(z).mul(p1).add(sigmoid(z.neg()).mul(p2)))
}

const ACON = 'Ma, Zhang, Liu & Sun, Activate or not: learning customized activation, arXiv:2009.04759'

export const aconB = activation('aconB', (x, { p, beta }) => acon(x, constant(1), p, beta), {
  parameters: { p: learned(0.25), beta: learned(1) },
  summary: '(1 − p)·x·σ(β·(1 − p)·x) + p·x, with p and β learned: a smooth prelu',
  source: ACON,
  year: 2020,
})

export const aconC = activation('aconC', (x, { p1, p2, beta }) => acon(x, p1, p2, beta), {
  parameters: { p1: learned(1), p2: learned(0), beta: learned(1) },
  aliases: ['acon'],
  summary: '(p₁ − p₂)·x·σ(β·(p₁ − p₂)·x) + p₂·x, with p₁, p₂ and β learned',
  source: ACON,
  year: 2020,
  advice: {
    pitfalls: 'The reference code starts p₁ and p₂ as normal random numbers; here they start as silu.',
  },
})

/** α + tanh(β·x) as twice σ(2·β·x) − (1 − α)/2, which keeps the tail at −∞. */
export const aptx = activation(
  'aptx',
  (x, { alpha, beta, gamma }) =>
    gate(x.mul(gamma.mul(2)), sigmoid(x.mul(beta.mul(2))).sub(constant(1).sub(alpha).mul(0.5))),
  {
    parameters: { alpha: learned(1), beta: learned(1), gamma: learned(0.5) },
    summary: '(α + tanh(β·x))·γ·x, all learned',
    source: 'Kumar, APTx, arXiv:2209.06119',
    year: 2022,
  },
)

/** ½(1 + erf z) as ½·erfc(−z), which keeps the tail. */
export const smu = activation(
  'smu',
  (x, { alpha, mu }) => {
    const spread = constant(1).sub(alpha)
    return gate(
      x,
      erfc(x.mul(mu.mul(spread)).neg())
        .mul(spread.mul(0.5))
        .add(alpha),
    )
  },
  {
    parameters: { alpha: { default: 0.25, range: [-10, 10] }, mu: learned(1, 0, 1e8) },
    aliases: ['smoothMaximumUnit'],
    summary: '((1 + α)·x + (1 − α)·x·erf(μ·(1 − α)·x))/2, with μ learned: a smooth leaky relu',
    source: 'Biswas, Kumar, Banerjee & Pandey, SMU, arXiv:2111.04682',
    year: 2021,
    advice: {
      pitfalls: "The authors' code starts μ at 10⁶, where it is the leaky relu to float32's precision.",
    },
  },
)

export const smu1 = activation(
  'smu1',
  (x, { alpha, mu }) => squareplus(x.mul(constant(1).sub(alpha)), { b: mu.mul(mu) }).add(gate(x, alpha)),
  {
    parameters: { alpha: { default: 0.25, range: [0, 0.999] }, mu: learned(1, 1e-9, 1e6) },
    summary: '((1 + α)·x + √((1 − α)²·x² + μ²))/2, with μ learned: a smooth leaky relu',
    source: 'Biswas, Kumar, Banerjee & Pandey, SMU, arXiv:2111.04682',
    year: 2021,
  },
)

const ERFACT = 'Biswas, Kumar, Banerjee & Pandey, ErfAct and PSerf, arXiv:2109.04386'

export const erfAct = activation(
  'erfAct',
  (x, { alpha, beta }) => gate(x, erf(gate(exp(x.mul(beta)), alpha))),
  {
    parameters: { alpha: learned(0.75), beta: learned(0.75) },
    summary: 'x·erf(α·exp(β·x)), with α and β learned',
    source: ERFACT,
    year: 2021,
  },
)

export const pserf = activation(
  'pserf',
  (x, { gamma, delta }) => gate(x, erf(softplus(x.mul(delta)).mul(gamma))),
  {
    parameters: { gamma: learned(1), delta: learned(1.25) },
    summary: 'x·erf(γ·softplus(δ·x)), with γ and δ learned',
    source: ERFACT,
    year: 2021,
  },
)

export const arelu = activation(
  'arelu',
  (x, { alpha, beta }) => select(x.gt(0), x.mul(sigmoid(beta).add(1)), x.mul(alpha.max(0.01).min(0.99))),
  {
    parameters: { alpha: learned(0.9, 0.01, 0.99), beta: learned(2) },
    aliases: ['attentionRelu'],
    summary: '(1 + σ(β))·x for x > 0, α·x below, α held between 0.01 and 0.99, with α and β learned',
    source: 'Chen, Li & Xu, AReLU: attention-based rectified linear unit, arXiv:2006.13858',
    year: 2020,
  },
)

/** A gate between 0 and 1 stretched to −α and 1 + α; `odd` is 2·open − 1, which keeps the digits of ∂/∂α near 0. */
function stretched(x: Expr, open: Expr, odd: Expr, alpha: Expr): Expr {
  return gate(x, alpha === constant(0) ? open : open.add(odd.mul(alpha)))
}

const EXPANDED = 'Huang, Expanded gating ranges improve activation functions, arXiv:2405.20768'

export const xsilu = activation(
  'xsilu',
  (x, { alpha }) => stretched(x, sigmoid(x), tanh(x.mul(0.5)), alpha),
  {
    parameters: { alpha: learned(0) },
    summary: 'x·((1 + 2·α)·σ(x) − α), with α learned',
    source: EXPANDED,
    year: 2024,
  },
)

export const xgelu = activation(
  'xgelu',
  (x, { alpha }) => stretched(x, normalCdf(x), erf(x.mul(Math.SQRT1_2)), alpha),
  {
    parameters: { alpha: learned(0) },
    summary: 'x·((1 + 2·α)·Φ(x) − α), with α learned',
    source: EXPANDED,
    year: 2024,
  },
)

export const srelu = activation(
  'srelu',
  (x, { lowerKnee, lowerSlope, upperKnee, upperSlope }) =>
    select(
      x.gt(upperKnee),
      x.sub(upperKnee).mul(upperSlope).add(upperKnee),
      select(x.le(lowerKnee), x.sub(lowerKnee).mul(lowerSlope).add(lowerKnee), x),
    ),
  {
    parameters: {
      lowerKnee: learned(0),
      lowerSlope: learned(0.2),
      upperKnee: learned(1),
      upperSlope: learned(1),
    },
    summary: 'Straight in three pieces: slope 1 in the middle, knees and outer slopes learned',
    source: 'Jin et al., Deep learning with S-shaped rectified linear activation units, arXiv:1512.07030',
    year: 2015,
  },
)

/** a·(b − x) for x < b as a slope and an offset. Hinges of opposite slopes would be ∞ − ∞ at −∞. */
function hinge(x: Expr, slope: Expr, place: Expr): { slope: Expr; offset: Expr } {
  const active = x.lt(place)
  return { slope: select(active, slope.neg(), 0), offset: select(active, slope.mul(place), 0) }
}

export const apl = activation(
  'apl',
  (x, { slope1, hinge1, slope2, hinge2 }) => {
    const [first, second] = [hinge(x, slope1, hinge1), hinge(x, slope2, hinge2)]
    const slope = select(x.le(0), 0, 1).add(first.slope).add(second.slope)
    return gate(x, slope).add(first.offset.add(second.offset))
  },
  {
    parameters: { slope1: learned(0), hinge1: learned(0), slope2: learned(0), hinge2: learned(-1) },
    aliases: ['adaptivePiecewiseLinear'],
    summary: 'max(x, 0) + Σ aₛ·max(0, bₛ − x) with two hinges, slopes and places learned; starts as relu',
    source: 'Agostinelli, Hoffman, Sadowski & Baldi, Learning activation functions, arXiv:1412.6830',
    year: 2014,
  },
)

export const polyRelu = activation(
  'polyRelu',
  (x, { a0, a1, a2, a3 }) => {
    const r = x.max(0)
    return r.mul(a3).add(a2).mul(r).add(a1).mul(r).add(a0)
  },
  {
    parameters: { a0: learned(0), a1: learned(1 / 3), a2: learned(1 / 3), a3: learned(1 / 3) },
    summary: 'a₀ + a₁·r + a₂·r² + a₃·r³ with r = max(x, 0), coefficients learned',
    source: 'Zhuo et al., Polynomial composition activations, arXiv:2411.03884',
    year: 2024,
    advice: { pitfalls: 'Grows as the cube: use it behind a normalisation layer.' },
  },
)

/** Up to here no power of x overflows, in float32 neither. */
const FAR = 2 ** 16

/**
 * Σ aₖ·xᵏ / (1 + |Σ bₖ·xᵏ|); beyond ±FAR in t = 1/x, so that no power of x overflows. The coefficients are the
 * least-squares fit to the leaky relu of slope 0.01 on [−3, 3], 60 001 points evenly spaced, by Levenberg and
 * Marquardt's method: at most 0.034 off, at 0.
 */
export const rational = activation(
  'rational',
  (x, { a0, a1, a2, a3, a4, a5, b1, b2, b3, b4 }) => {
    const t = constant(1).div(x)
    const near = polynomial(x, [a0, a1, a2, a3, a4, a5]).div(
      x
        .mul(polynomial(x, [b1, b2, b3, b4]))
        .abs()
        .add(1),
    )
    const square = t.mul(t)
    const far = polynomial(t, [a5, a4, a3, a2, a1, a0]).div(
      polynomial(t, [b4, b3, b2, b1]).abs().add(square.mul(square)),
    )
    return select(x.abs().lt(FAR), near, gate(x, far))
  },
  {
    parameters: {
      a0: learned(0.03355872),
      a1: learned(0.505),
      a2: learned(1.65341789),
      a3: learned(2.00995823),
      a4: learned(0.93186498),
      a5: learned(0.15241593),
      b1: learned(0),
      b2: learned(3.9801153),
      b3: learned(0),
      b4: learned(0.30181371),
    },
    aliases: ['pau', 'padeActivation'],
    summary: 'P(x)/(1 + |Q(x)|), degrees 5 and 4, coefficients learned; starts near leakyRelu on [−3, 3]',
    source: 'Molina, Schramowski & Kersting, Padé activation units, arXiv:1907.06732',
    year: 2019,
    advice: {
      pitfalls: 'Beyond the interval of the fit it leaves the leaky relu: its slope at ±∞ is a₅/|b₄|.',
    },
  },
)

/** Knots a fifth of [−1, 1] apart; the eight cubic splines that do not vanish there, over four intervals each. */
const SPLINES = 8
const PIECES = 4

/** The cubic B-splines on knots of distance 1, the first from 0 on, at u: of one interval each has one of four pieces. */
function cubicSplines(u: Expr): Expr[] {
  const held = u.max(0).min(SPLINES + PIECES - 1)
  const interval = apply('floor', held)
  const t = held.sub(interval)
  const rest = constant(1).sub(t)
  const [square, cube] = [t.mul(t), t.mul(t).mul(t)]
  const pieces = [
    cube.div(6),
    square
      .sub(cube)
      .add(t)
      .mul(0.5)
      .add(1 / 6),
    square.mul(t.mul(0.5).sub(1)).add(2 / 3),
    rest.mul(rest).mul(rest).div(6),
  ]
  return Array.from({ length: SPLINES }, (_, i) =>
    pieces.reduceRight<Expr>((other, piece, k) => select(interval.eq(i + k), piece, other), constant(0)),
  )
}

const COEFFICIENTS = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'] as const satisfies {
  length: typeof SPLINES
}

type Coefficient = (typeof COEFFICIENTS)[number]

export const kanSpline = activation<'base' | 'spline' | Coefficient>(
  'kanSpline',
  (x, { base, spline, ...coefficients }) => {
    const splines = cubicSplines(x.mul(2.5).add(5.5))
    const sum = COEFFICIENTS.map((name, i) => (splines[i] as Expr).mul(coefficients[name])).reduce((a, b) =>
      a.add(b),
    )
    return gate(x, sigmoid(x).mul(base)).add(sum.mul(spline))
  },
  {
    parameters: {
      base: learned(1),
      spline: learned(1),
      ...(Object.fromEntries(COEFFICIENTS.map((name) => [name, learned(0)])) as Record<
        Coefficient,
        Parameter
      >),
    },
    aliases: ['kan', 'kanEdge'],
    summary: 'w_b·silu(x) + w_s·Σ cᵢ·Bᵢ(x), cubic B-splines on five intervals of [−1, 1], all learned',
    source: 'Liu et al., KAN: Kolmogorov–Arnold networks, arXiv:2404.19756',
    year: 2024,
    advice: { pitfalls: 'Beyond ±2.2 only silu is left: scale the inputs to the grid.' },
  },
)
