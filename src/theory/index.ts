/**
 * Signal propagation in deep networks of random weights: what an activation and its initial weights do to
 * variances, correlations and gradients, layer by layer.
 */

export { correlationMap, correlationSlope, settledCorrelation } from './correlation.ts'
export { type Edge, edgeOfChaos } from './edge.ts'
export { type FixedPoint, settledVariance, varianceFixedPoints } from './fixed-points.ts'
export { slopeAt, varianceMap, varianceSlopeAt, type Weights } from './moments.ts'
export { depthScale, type LayerSignal, propagate, type Signal, signalOf } from './signal.ts'
