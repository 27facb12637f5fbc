/**
 * The identities between activations that act element by element: each holds entries of the catalogue to one
 * another, or one to itself. Those of softmax and its kin stand in `axes.test.ts`.
 */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as catalogue from '../../src/activations/catalogue.ts'
import { type Activation, findActivation } from '../../src/activations/index.ts'
import { type Expr, evaluate, normalCdf, X } from '../../src/expr/index.ts'

const {
  aconB,
  aconC,
  apl,
  aptx,
  aria2,
  celu,
  cloglog,
  cosine,
  derf,
  dyt,
  eSwish,
  elu,
  erfAct,
  flexibleRelu,
  garf,
  gaussian,
  gelu,
  geluTanh,
  golu,
  hardElish,
  hardMish,
  hardShrink,
  hardSigmoid,
  hardSilu,
  hardTanh,
  isru,
  kanSpline,
  laplace,
  leakyRelu,
  lecunTanh,
  linear,
  lisht,
  logLog,
  logSigmoid,
  mish,
  modulus,
  mpelu,
  pelu,
  polyRelu,
  prelu,
  pserf,
  quickGelu,
  rational,
  relu,
  relu2,
  rrelu,
  serf,
  shrink,
  sigmoid,
  silu,
  sinc,
  sine,
  siren,
  smu,
  smu1,
  snake,
  snakeBeta,
  softClipping,
  softShrink,
  softplus,
  softsign,
  sparsePlus,
  sparseSigmoid,
  sqnl,
  squareplus,
  srelu,
  starRelu,
  step,
  swishBeta,
  tanh,
  tanhExp,
  tanhShrink,
  threshold,
  thresholdedRelu,
  xgelu,
  xielu,
  xsilu,
} = catalogue

const numberOf = (expr: Expr) => (x: number) => evaluate(expr, { x })
const at = (fn: Activation, x: number) => evaluate(fn.expression, { x })

/** left(x) = right(x) for x of moderate size, to `units` roundings of numbers as large as 1 + |x|. */
function expectEqual(left: (x: number) => number, right: (x: number) => number, units = 16): void {
  fc.assert(
    fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => {
      const difference = Math.abs(left(x) - right(x))
      expect(difference, `${left(x)} for ${right(x)}`).toBeLessThanOrEqual(
        units * 2 ** -53 * (1 + Math.abs(x)),
      )
    }),
    { seed: 7, numRuns: 200, examples: [[0], [1], [-1], [0.5], [-3]] },
  )
}

test.each([relu, silu, hardSilu, gelu, geluTanh, quickGelu, softplus, squareplus, sparsePlus])(
  'f(x) − f(−x) = x for $name',
  (fn) => {
    expectEqual(
      (x) => at(fn, x) - at(fn, -x),
      (x) => x,
    )
  },
)

test('mish has no such identity', () => {
  expect(at(mish, 1) - at(mish, -1)).toBeGreaterThan(1.1)
})

test.each([
  linear,
  tanh,
  softsign,
  hardTanh,
  lecunTanh,
  dyt,
  derf,
  isru,
  sqnl,
  sine,
  siren,
  softShrink,
  hardShrink,
  tanhShrink,
])('f(−x) = −f(x) for $name', (fn) => {
  expectEqual(
    (x) => at(fn, -x),
    (x) => -at(fn, x),
    0,
  )
})

test.each([lisht, cosine, sinc])('f(−x) = f(x) for $name', (fn) => {
  expectEqual(
    (x) => at(fn, -x),
    (x) => at(fn, x),
    0,
  )
})

describe('derivatives of one are the other', () => {
  test.each([
    ['softplus', softplus.derivative, sigmoid.expression],
    ['logSigmoid, mirrored', logSigmoid.derivative, sigmoid(X.neg())],
    ['sparsePlus', sparsePlus.derivative, sparseSigmoid.expression],
    ['sine', sine.derivative, cosine.expression],
    ['relu', relu.derivative, step.expression],
    ['tanhShrink', tanhShrink.derivative, tanh.expression.mul(tanh.expression)],
    ['relu2, halved', relu2.derivative.mul(0.5), relu.expression],
  ])('%s', (_, left, right) => {
    expectEqual(numberOf(left), numberOf(right))
  })
})

describe('functions are special cases of one another', () => {
  const scaled = (fn: Activation, inner: number, outer: number) => fn(X.mul(inner)).mul(outer)
  test.each<[string, Expr, Expr]>([
    ['celu(α = 1) is elu', celu.expression, elu.expression],
    ['mpelu starts as elu', mpelu.expression, elu.expression],
    ['pelu starts as elu', pelu.expression, elu.expression],
    ['prelu is leakyRelu of its slope', prelu.expression, leakyRelu(X, { slope: 0.25 })],
    ['rrelu is leakyRelu of the mean slope', rrelu.expression, leakyRelu(X, { slope: 11 / 48 })],
    ['threshold(0, 0) is relu', threshold.expression, relu.expression],
    ['thresholdedRelu is threshold(θ, 0)', thresholdedRelu.expression, threshold(X, { threshold: 1 })],
    ['srelu starts as leakyRelu(0.2)', srelu.expression, leakyRelu(X, { slope: 0.2 })],
    ['apl starts as relu', apl.expression, relu.expression],
    ['apl with one hinge is leakyRelu', apl(X, { slope1: -0.3 }), leakyRelu(X, { slope: 0.3 })],
    ['polyRelu can be relu', polyRelu(X, { a1: 1, a2: 0, a3: 0 }), relu.expression],
    ['starRelu can be relu2', starRelu(X, { scale: 1, bias: 0 }), relu2.expression],
    ['xielu with αₙ = αₚ = 0 is β·x', xielu(X, { alphaP: 0, alphaN: 0 }), X.mul(0.5)],
    ['hardTanh is 2·sparseSigmoid − 1', hardTanh.expression, sparseSigmoid.expression.mul(2).sub(1)],
    ['sparseSigmoid is hardSigmoid(edge = 1)', sparseSigmoid.expression, hardSigmoid(X, { edge: 1 })],
    ['sigmoid is (1 + tanh(x/2))/2', sigmoid.expression, scaled(tanh, 0.5, 0.5).add(0.5)],
    ['logSigmoid is −softplus(−x)', logSigmoid.expression, scaled(softplus, -1, -1)],
    ['dyt(α = 1) is tanh', dyt(X, { alpha: 1 }), tanh.expression],
    ['lecunTanh is tanh, scaled', lecunTanh.expression, scaled(tanh, 2 / 3, 1.7159)],
    ['laplace(0, 1) is Φ', laplace(X, { mu: 0, sigma: 1 }), normalCdf(X)],
    ['swishBeta starts as silu', swishBeta.expression, silu.expression],
    ['quickGelu is silu(β = 1.702)', quickGelu.expression, silu(X, { beta: 1.702 })],
    ['aptx(1, 1, ½) is swishBeta(2)', aptx.expression, swishBeta(X, { beta: 2 })],
    ['aria2(1, 1) is silu', aria2(X, { alpha: 1, beta: 1 }), silu.expression],
    ['aconB(p = 0) is silu', aconB(X, { p: 0 }), silu.expression],
    ['aconC(1, p) is aconB(p)', aconC(X, { p2: 0.25 }), aconB.expression],
    ['smu(α = 0, μ = √½) is gelu', smu(X, { alpha: 0, mu: Math.SQRT1_2 }), gelu.expression],
    ['smu1(α = 0, μ = 2) is squareplus(4)', smu1(X, { alpha: 0, mu: 2 }), squareplus.expression],
    ['pserf(1, 1) is serf', pserf(X, { gamma: 1, delta: 1 }), serf.expression],
    ['xsilu starts as silu', xsilu.expression, silu.expression],
    ['xgelu starts as gelu', xgelu.expression, gelu.expression],
    ['hardSilu is x·hardSigmoid', hardSilu.expression, X.mul(hardSigmoid.expression)],
    ['hardElish is x·sparseSigmoid above 0', hardElish(X.abs()), X.abs().mul(sparseSigmoid(X.abs()))],
    ['softShrink is shrink with its threshold as bias', softShrink.expression, shrink(X, { bias: 0.5 })],
    ['hardShrink is shrink without bias', hardShrink.expression, shrink.expression],
    ['siren(1) is sine', siren(X, { omega0: 1 }), sine.expression],
    ['snake(α) is snakeBeta(α, α)', snake(X, { alpha: 3 }), snakeBeta(X, { alpha: 3, beta: 3 })],
    ['snake is x + (1 − cos 2x)/2', snake.expression, X.add(cosine(X.mul(2)).neg().add(1).mul(0.5))],
    ['flexibleRelu starts as relu', flexibleRelu.expression, relu.expression],
    ['modulus is relu and its mirror image', modulus.expression, relu.expression.add(relu(X.neg()))],
    ['eSwish is β·silu', eSwish.expression, silu.expression.mul(1.5)],
    ['logLog is 1 − cloglog(−x)', logLog.expression, cloglog(X.neg()).neg().add(1)],
    ['garf of width √½ is gaussian', garf(X, { width: Math.SQRT1_2 }), gaussian.expression],
    ['golu is x·logLog', golu.expression, X.mul(logLog.expression)],
    ['kanSpline starts as silu', kanSpline.expression, silu.expression],
    ['mish is x·tanh(softplus)', mish.expression, X.mul(tanh(softplus(X)))],
    [
      'lisht is silu(2x) and its mirror image',
      lisht.expression,
      silu(X.mul(2))
        .add(silu(X.mul(-2)))
        .mul(0.5),
    ],
  ])('%s', (_, left, right) => {
    expectEqual(numberOf(left), numberOf(right), 64)
  })

  test('aliases name one function', () => {
    expect(findActivation('TeLU')).toBe(tanhExp)
    expect(findActivation('SmeLU')).toBe(sparsePlus)
    expect(findActivation('ACON-A')).toBe(swishBeta)
    expect(findActivation('erf_act')).toBe(erfAct)
  })
})

test('silu(x) + silu(−x) = x·tanh(x/2)', () => {
  expectEqual(
    (x) => at(silu, x) + at(silu, -x),
    (x) => x * Math.tanh(x / 2),
  )
})

test('squareplus(x)·squareplus(−x) = b/4', () => {
  expectEqual(
    (x) => at(squareplus, x) * at(squareplus, -x),
    () => 1,
  )
  const narrow = squareplus.with({ b: 0.01 })
  expectEqual(
    (x) => at(narrow, x) * at(narrow, -x),
    () => 0.0025,
  )
})

test('softClipping is symmetric about ½', () => {
  expectEqual(
    (x) => at(softClipping, x) + at(softClipping, 1 - x),
    () => 1,
  )
})

test('lecunTanh is ±1 at ±1, to the digits of its constants; hardMish is x above 0', () => {
  expect(at(lecunTanh, 1)).toBeCloseTo(1, 4)
  expectEqual((x) => at(hardMish, Math.abs(x)), Math.abs)
})

test('splines with equal coefficients add up to that coefficient on the grid', () => {
  const ones = Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((i) => [`c${i}`, 0.5]))
  const sum = kanSpline.with({ ...ones, base: 0 })
  expectEqual(
    (x) => at(sum, x / 30),
    () => 0.5,
  )
})

test('rational starts within 0.034 of leakyRelu on [−3, 3], and with the fit that was computed', () => {
  const xs = Array.from({ length: 601 }, (_, i) => -3 + i / 100)
  const worst = Math.max(...xs.map((x) => Math.abs(at(rational, x) - at(leakyRelu, x))))
  expect(worst).toBeCloseTo(0.03355872, 8)
})
