/**
 * A deep network at its start, in a few numbers: where its signals settle, and over how many layers inputs and
 * gradients survive. Poole et al. 2016, arXiv:1606.05340; Schoenholz et al. 2017, arXiv:1611.01232.
 */

import type { Activation } from '../activations/index.ts'
import { correlationMap, correlationSlope, settledCorrelation } from './correlation.ts'
import { settledVariance } from './fixed-points.ts'
import { slopeAt, varianceMap, varianceSlopeAt, type Weights } from './moments.ts'

export interface Signal {
  /** The variance that pre-activations settle at; 0 or ∞ where they die away or overflow. */
  readonly q: number
  /** χ₁ there: below 1 gradients vanish with depth, above 1 they explode. */
  readonly chi1: number
  /** Of χ₁, with 10⁻⁶ taken for nothing. */
  readonly phase: 'ordered' | 'edge' | 'chaotic'
  /** The correlation that any two inputs come to; NaN where q is ∞. */
  readonly c: number
  /**
   * Layers over which a deviation from q, from c, and the gradient change by a factor of e. A network learns
   * down to a depth of about six times the second (Schoenholz et al. 2017); ∞ on the edge of chaos.
   */
  readonly depthScales: { readonly variance: number; readonly correlation: number; readonly gradient: number }
}

const EDGE = 1e-6

/** From pre-activations of variance `start` in the first layer. */
export function signalOf(fn: Activation, weights: Weights, start = 1): Signal {
  const q = settledVariance(fn, weights, start)
  // Where q grows without end, the slopes are those that it tends to.
  const at = Math.min(q, FAR)
  const chi1 = slopeAt(fn, weights, at)
  const phase = Math.abs(chi1 - 1) <= EDGE ? 'edge' : chi1 < 1 ? 'ordered' : 'chaotic'
  const c = q > FAR ? Number.NaN : phase === 'chaotic' ? settledCorrelation(fn, weights, q) : 1
  return {
    q,
    chi1,
    phase,
    c,
    depthScales: {
      variance: depthScale(varianceSlopeAt(fn, weights, at)),
      correlation: depthScale(correlationSlope(fn, weights, at, c)),
      gradient: depthScale(chi1),
    },
  }
}

const FAR = 1e6

/** Layers in which what each layer multiplies by `slope` changes by a factor of e, up or down; ∞ for 1. */
export function depthScale(slope: number): number {
  if (Math.abs(slope - 1) <= EDGE) return Number.POSITIVE_INFINITY
  return 1 / Math.abs(Math.log(Math.abs(slope)))
}

/** What is left of a signal after a layer. */
export interface LayerSignal {
  /** Counted from 1. */
  readonly layer: number
  /** Of the pre-activations. */
  readonly variance: number
  /** Of two inputs. */
  readonly correlation: number
  /** Variance of the gradient at the first layer, relative to that at this one. */
  readonly gradient: number
}

/**
 * Layer by layer from a first one whose pre-activations have variance 1 and, for two inputs, the correlation
 * given: what initialisation alone makes of a network of that depth.
 */
export function propagate(
  fn: Activation,
  weights: Weights,
  depth: number,
  { variance = 1, correlation = 0.5 } = {},
): readonly LayerSignal[] {
  const layers: LayerSignal[] = []
  let state = { variance, correlation, gradient: 1 }
  for (let layer = 1; layer <= depth; layer++) {
    layers.push({ layer, ...state })
    const next = varianceMap(fn, weights, state.variance)
    const ratio = state.variance / next
    state = {
      variance: next,
      correlation: Math.min(1, correlationMap(fn, weights, state.variance, state.correlation) * ratio),
      gradient: state.gradient * slopeAt(fn, weights, state.variance),
    }
  }
  return layers
}
