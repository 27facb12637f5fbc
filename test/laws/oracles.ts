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

/** By sorting: Martins & Astudillo 2016, algorithm 1. */
function sparsemax(x: Row): number[] {
  const sorted = x.toSorted((a, b) => b - a)
  const support = sorted.filter((v, i) => 1 + (i + 1) * v > sum(sorted.slice(0, i + 1)))
  const threshold = (sum(support) - 1) / support.length
  return x.map((v) => Math.max(v - threshold, 0))
}

/** α = 1.5 by sorting: Peters, Niculae & Martins 2019, algorithm 2. */
function entmax15(x: Row): number[] {
  const sorted = x.map((v) => v / 2).toSorted((a, b) => b - a)
  const thresholds = sorted.map((_, i) => {
    const first = sorted.slice(0, i + 1)
    const mean = sum(first) / first.length
    const spread = sum(first.map((v) => (v - mean) ** 2))
    return mean - Math.sqrt(Math.max(0, (1 - spread) / first.length))
  })
  const threshold = thresholds.findLast((t, i) => t <= (sorted[i] as number)) as number
  return x.map((v) => Math.max(v / 2 - threshold, 0) ** 2)
}

/** Any α above 1, by bisection down to float64's last bit. */
export function entmax(x: Row, alpha: number): number[] {
  const at = (t: number) => x.map((v) => Math.max((alpha - 1) * v - t, 0) ** (1 / (alpha - 1)))
  let high = (alpha - 1) * Math.max(...x)
  let low = high - 1
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (sum(at(middle)) >= 1) low = middle
    else high = middle
  }
  return at(low)
}

export function polyNorm(x: Row, weights: Row = [1 / 3, 1 / 3, 1 / 3], bias = 0): number[] {
  const terms = weights.map((w, i) => {
    const powers = x.map((v) => v ** (i + 1))
    const rms = Math.sqrt(sum(powers.map((p) => p * p)) / x.length + 1e-6)
    return powers.map((p) => (w * p) / rms)
  })
  return x.map((_, i) => sum(terms.map((term) => term[i] as number)) + bias)
}

const pairs = (x: Row): Row[] => x.flatMap((v, i) => (i % 2 === 0 ? [[v, x[i + 1] as number]] : []))

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
  sparsemax,
  entmax: entmax15,
  hardmax: (x) => x.map((v) => Number(v === Math.max(...x))),
  gumbelSoftmax: softmax,
  polyNorm,
  maxout: (x) => pairs(x).map((pair) => Math.max(...pair)),
  groupSort: (x) => pairs(x).flatMap((pair) => pair.toSorted((a, b) => a - b)),
  crelu: (x) => [...x.map((v) => Math.max(v, 0)), ...x.map((v) => Math.max(-v, 0))],
}
