/** The oracles of activations along an axis: plain float64 functions of one row, as their papers define them. */

import type { Row } from './rows.ts'

const sum = (row: Row): number => row.reduce((a, b) => a + b, 0)
const logistic = (x: number): number => 1 / (1 + Math.exp(-x))

function softmax(x: Row): number[] {
  const greatest = Math.max(...x)
  const exponentials = x.map((v) => Math.exp(v - greatest))
  return exponentials.map((e) => e / sum(exponentials))
}

function logSoftmax(x: Row): number[] {
  const greatest = Math.max(...x)
  const total = Math.log(sum(x.map((v) => Math.exp(v - greatest))))
  return x.map((v) => v - greatest - total)
}

/** Gated by the second half. */
function gatedBy(gate: (x: number) => number): (x: Row) => number[] {
  return (x) => {
    const half = x.length / 2
    return x.slice(0, half).map((a, i) => a * gate(x[half + i] as number))
  }
}

/** Φ by Simpson's rule from 0, step 0.001·x: beyond float64's need on the numbers that are tried. */
function normalCdf(x: number): number {
  const n = 2000
  const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI)
  const terms = Array.from(
    { length: n + 1 },
    (_, i) => (i % n === 0 ? 1 : i % 2 === 1 ? 4 : 2) * density((x * i) / n),
  )
  return 0.5 + (x / n / 3) * sum(terms)
}

export const ORACLES: Readonly<Record<string, (x: Row) => Row>> = {
  softmax,
  logSoftmax,
  softmin: (x) => softmax(x.map((v) => -v)),
  quietSoftmax: (x) => softmax([...x, 0]).slice(0, -1),
  glu: gatedBy(logistic),
  bilinear: gatedBy((b) => b),
  reglu: gatedBy((b) => Math.max(b, 0)),
  geglu: gatedBy((b) => b * normalCdf(b)),
  swiglu: gatedBy((b) => b * logistic(b)),
  crelu: (x) => [...x.map((v) => Math.max(v, 0)), ...x.map((v) => Math.max(-v, 0))],
}
