/**
 * Float32 arithmetic simulated: a core expression as a function that rounds after every operation, as a
 * target computes it. mulAdd rounds once or twice, as asked; both must hold the stated bounds.
 */

import { descend, type Expr, type Operation } from '../../../src/expr/index.ts'

type Names = readonly string[]

const SPELLINGS: Partial<Record<Operation, (a: string, b: string, c: string) => string>> = {
  add: (a, b) => `f(${a} + ${b})`,
  sub: (a, b) => `f(${a} - ${b})`,
  mul: (a, b) => `f(${a} * ${b})`,
  div: (a, b) => `f(${a} / ${b})`,
  neg: (a) => `-${a}`,
  abs: (a) => `Math.abs(${a})`,
  min: (a, b) => `Math.min(${a}, ${b})`,
  max: (a, b) => `Math.max(${a}, ${b})`,
  sqrt: (a) => `f(Math.sqrt(${a}))`,
  floor: (a) => `Math.floor(${a})`,
  nearest: (a) => `nearest(${a})`,
  copySign: (a, b) => `(sign(${b}) ? -Math.abs(${a}) : Math.abs(${a}))`,
  lt: (a, b) => `(${a} < ${b})`,
  le: (a, b) => `(${a} <= ${b})`,
  eq: (a, b) => `(${a} === ${b})`,
  select: (mask, a, b) => `(${mask} ? ${a} : ${b})`,
  pow2: (n) => `pow2(${n})`,
  exponent: (a) => `exponent(${a})`,
  mantissa: (a) => `f(Math.abs(${a}) * 2 ** -exponent(${a}))`,
}

/** One function of `names` that returns the values of all `exprs`, in float32 with `fused` mulAdd or not. */
export function simulate(
  exprs: readonly Expr[],
  names: Names,
  fused: boolean,
): (...inputs: number[]) => number[] {
  const lines = descend(exprs).map((node) => `const v${node.id} = ${spell(node, fused)}`)
  const body = `return (${names.join(', ')}) => {\n${lines.join('\n')}\nreturn [${exprs.map((e) => `v${e.id}`)}]\n}`
  const make = new Function('f', 'nearest', 'sign', 'pow2', 'exponent', body)
  return make(Math.fround, nearest, isNegative, pow2, exponent)
}

function spell(node: Expr, fused: boolean): string {
  if (node.operation === 'variable') return node.name
  if (node.operation === 'constant') return `f(${Object.is(node.value, -0) ? '-0' : node.value})`
  const [a, b, c] = node.args.map((arg) => `v${arg.id}`) as [string, string, string]
  // The product of two float32s is exact in float64; its sum there is nearly always what fusing gives.
  if (node.operation === 'mulAdd') return fused ? `f(${a} * ${b} + ${c})` : `f(f(${a} * ${b}) + ${c})`
  const spelling = SPELLINGS[node.operation]
  if (!spelling) throw new Error(`${node.operation} is not a core operation`)
  return spelling(a, b, c)
}

const MAGIC = 1.5 * 2 ** 52

function nearest(x: number): number {
  return Math.abs(x) < 2 ** 51 ? x + MAGIC - MAGIC : x
}

function isNegative(x: number): boolean {
  return x < 0 || Object.is(x, -0)
}

/** Outside its range a target's pow2 gives anything; here NaN, so that nothing can rely on it. */
function pow2(n: number): number {
  return n >= -126 && n <= 127 ? 2 ** n : Number.NaN
}

const bits = new DataView(new ArrayBuffer(4))

function exponent(x: number): number {
  bits.setFloat32(0, x)
  return ((bits.getUint32(0) >>> 23) & 255) - 127
}

/**
 * |got − truth| in units of the last place of float32 at the truth; subnormals count in steps of 2⁻¹⁴⁹.
 * ∞ when only one of them is a number; 0 when both overflow float32.
 */
export function ulps(got: number, truth: number): number {
  if (got === truth || (Number.isNaN(got) && Number.isNaN(truth))) return 0
  if (!Number.isFinite(got) && got === Math.fround(truth)) return 0
  const error = Math.abs(got - truth) / unit(truth)
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error
}

function unit(truth: number): number {
  const exponentOfTruth = truth === 0 ? -126 : Math.max(Math.floor(Math.log2(Math.abs(truth))), -126)
  return 2 ** (exponentOfTruth - 23)
}

/** Every 2²⁰/3rd bit pattern, ordinary magnitudes more densely, and the ends of the range. */
export function sweep(): Float32Array {
  const patterns: number[] = []
  for (let i = 0; i < 2 ** 32; i += 349_527) patterns.push(i)
  const [low, high] = [0x38800000, 0x43000000] // 2⁻¹⁴ to 128
  for (let i = low; i < high; i += 16_411) patterns.push(i, i + 2 ** 31)
  const ends = [0, 1, 0x7fffff, 0x800000, 0x7f7fffff, 0x7f800000, 0x7fc00000]
  return new Float32Array(Uint32Array.from([...patterns, ...ends, ...ends.map((i) => i + 2 ** 31)]).buffer)
}

/** The largest error of normal results, and at which x; and that of subnormal ones. */
export function worst(
  got: (x: number) => number,
  rows: Iterable<readonly [x: number, truth: number]>,
  measure: (got: number, truth: number, x: number) => number = ulps,
): { x: number; error: number; subnormal: number } {
  const found = { x: Number.NaN, error: 0, subnormal: 0 }
  for (const [x, truth] of rows) {
    const value = got(x)
    const error = measure(value, truth, x)
    if (Math.abs(truth) < 2 ** -126) found.subnormal = Math.max(found.subnormal, error)
    else if (error > found.error) Object.assign(found, { x, error })
  }
  return found
}
