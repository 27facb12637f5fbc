/**
 * What theory says of a depth, beside what rules of thumb would have: variances and gradients in a plain network,
 * without normalisation and skip connections, at its initial weights.
 */

import { type Activation, propertiesOf } from '../activations/index.ts'
import type { DepthRecord, TheoryRecord } from '../records/recommend.ts'
import {
  depthScale,
  edgeOfChaos,
  settledVariance,
  signalOf,
  slopeAt,
  varianceMap,
  type Weights,
} from '../theory/index.ts'

/** Gains in use that are not computed from the activation. */
interface Thumb {
  readonly of: readonly string[]
  readonly gain: number
  readonly name: string
}

const THUMBS: readonly Thumb[] = [
  { of: ['tanh'], gain: 5 / 3, name: "5/3 (PyTorch's calculate_gain)" },
  { of: ['selu'], gain: 3 / 4, name: "3/4 (PyTorch's calculate_gain)" },
  { of: ['sigmoid'], gain: 1, name: "1 (PyTorch's calculate_gain)" },
  { of: ['tanh', 'softsign', 'hardTanh'], gain: 1, name: '1 (Glorot, between layers of one width)' },
  {
    of: ['elu', 'gelu', 'silu', 'mish', 'hardSilu', 'softplus', 'relu2', 'starRelu'],
    gain: Math.SQRT2,
    name: '√2 (He initialisation)',
  },
]

/** Biases with which the edge of chaos is looked for: self-gated functions need large ones, rectifiers have none. */
const EDGE_BIASES = [0.2, 0.5, 1, 0]

/** Factors beyond which a rule of thumb is contradicted, and a gain is not enough. */
const TOLERATED = 3
export const TENFOLD = 10

export function theoryOf(fn: Activation, depth: number, own: { gain: number; name: string }): TheoryRecord {
  const { gain, chi1 } = propertiesOf(fn)
  const weights = [own, ...THUMBS.filter(({ of }) => of.includes(fn.name))]
  const gains = weights.map(({ gain: weightStd, name }): DepthRecord => {
    // At the computed gain a variance of 1 is a fixed point, but not always a stable one: no rounding may leave it.
    const effect =
      weightStd === gain ? { variance: 1, gradient: chi1 ** depth } : effectOf(fn, { weightStd }, depth)
    return { name, gain: weightStd, ...effect }
  })
  const slope = own.gain === gain ? chi1 : signalOf(fn, { weightStd: own.gain }).chi1
  const scale = Math.LN10 * depthScale(slope)
  return {
    chi1: slope,
    layersPerTenfold: Number.isFinite(scale) ? scale : null,
    gains,
    edge: edgeOf(fn),
    contradictions: gains.flatMap((row, i) => contradictionOf(fn, depth, row, i === 0)),
  }
}

const edges = new WeakMap<Activation, TheoryRecord['edge']>()

function edgeOf(fn: Activation): TheoryRecord['edge'] {
  const known = edges.get(fn)
  if (known !== undefined) return known
  // Only one to which the signals of the first layer come: others are left, however well they were hit.
  const found = EDGE_BIASES.flatMap((biasStd) =>
    edgeOfChaos(fn, biasStd).flatMap(({ weightStd, q }) => {
      const settled = settledVariance(fn, { weightStd, biasStd })
      return Math.abs(settled - q) <= 1e-6 * Math.max(q, 1e-3) ? [{ weightStd, biasStd }] : []
    }),
  )[0]
  edges.set(fn, found ?? null)
  return found ?? null
}

function effectOf(fn: Activation, weights: Weights, depth: number): { variance: number; gradient: number } {
  let [variance, gradient] = [1, 1]
  for (let layer = 0; layer < depth; layer++) {
    const slope = slopeAt(fn, weights, variance)
    const next = varianceMap(fn, weights, variance)
    // Settled: all layers from here on are alike. Overflown: so are they.
    if (Math.abs(next - variance) <= 1e-12 * variance)
      return { variance, gradient: gradient * slope ** (depth - layer) }
    if (next > OVERFLOW) return { variance: Number.POSITIVE_INFINITY, gradient: Number.POSITIVE_INFINITY }
    gradient *= slope
    variance = next
  }
  return { variance, gradient }
}

const OVERFLOW = 1e100

function contradictionOf(fn: Activation, depth: number, row: DepthRecord, isOwn: boolean): readonly string[] {
  const isOff = (factor: number, tolerated: number) => !(factor < tolerated && factor > 1 / tolerated)
  const layers = `${depth} hidden layer${depth === 1 ? '' : 's'}`
  if (isOwn)
    return isOff(row.gradient, TENFOLD)
      ? [
          `${fn.name} keeps signals at its gain, but its gradients ${row.gradient > 1 ? 'grow' : 'shrink'} by ${factorOf(row.gradient)} over ${layers}.`,
        ]
      : []
  if (!isOff(row.variance, TOLERATED) && !isOff(row.gradient, TOLERATED)) return []
  return [
    `With a gain of ${row.name} ${fn.name} turns a variance of 1 into ${short(row.variance)} over ${layers}, and multiplies that of gradients by ${short(row.gradient)}; computed, the gain is ${propertiesOf(fn).gain.toFixed(4)}.`,
  ]
}

/** Three digits, and an exponent where zeros would have to be counted. */
function short(value: number): string {
  if (!Number.isFinite(value)) return 'one without bound'
  const isPlain = value === 0 || (value >= 1e-3 && value < 1e5)
  return isPlain
    ? `${Number(value.toPrecision(3))}`
    : value.toExponential(1).replace('e+', 'e').replace('e-', 'e−')
}

/** 'a factor of 26', whichever way. */
const factorOf = (factor: number): string => `a factor of ${short(factor > 1 ? factor : 1 / factor)}`
