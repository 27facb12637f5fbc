/**
 * Initial weights. A weight [out, in] has fan-out `out` and fan-in `in`; each scheme is a standard deviation,
 * whatever the distribution it is drawn from. To use one: `layer.weight.set(initialise(layer.weight.shape, 'he'))`.
 */

import { type Random, type Shape, sizeOf } from '../base/index.ts'
import { nextStream } from './random.ts'

export type Scheme = 'he' | 'glorot' | 'lecun'

/** All with mean 0 and the std asked for; the truncated normal keeps within 2 std of the normal it is cut from. */
export type Distribution = 'normal' | 'uniform' | 'truncatedNormal'

export interface InitOptions {
  /** Default: the shared stream (`manualSeed`). */
  readonly random?: Random
  /** Default: 'normal'. */
  readonly distribution?: Distribution
}

/**
 * He et al. 2015 (arXiv:1502.01852): std = √2 / √fan_in. Glorot & Bengio 2010: std = √2 / √(fan_in + fan_out).
 * LeCun et al. 1998 (Efficient BackProp, §4.6): std = 1 / √fan_in.
 */
export function initialise(shape: Shape, scheme: Scheme, options: InitOptions = {}): Float32Array {
  const [fanOut, fanIn] = fans(shape)
  const variance = { he: 2 / fanIn, glorot: 2 / (fanIn + fanOut), lecun: 1 / fanIn }[scheme]
  return draw(shape, Math.sqrt(variance), options)
}

/** std = gain / √fan_in: keeps the second moment of what an activation of that gain passes on at 1. */
export function initialiseWithGain(shape: Shape, gain: number, options: InitOptions = {}): Float32Array {
  return draw(shape, gain / Math.sqrt(fans(shape)[1]), options)
}

/** PyTorch's default for `nn.Linear`, weights and biases alike: U(−1/√fan_in, 1/√fan_in). */
export function initialiseLikeTorch(shape: Shape, fanIn: number, random: Random): Float32Array {
  const bound = 1 / Math.sqrt(Math.max(1, fanIn))
  return Float32Array.from(random.uniform(sizeOf(shape), -bound, bound))
}

export interface OrthogonalOptions {
  /** Default: 1. */
  readonly gain?: number
  /** Default: the shared stream (`manualSeed`). */
  readonly random?: Random
}

/**
 * gain times a random matrix [out, in] whose shorter side is of orthonormal vectors: Saxe et al. 2014
 * (arXiv:1312.6120). Gram and Schmidt's way, twice over, which leaves nothing of what rounding did in the first pass.
 */
export function initialiseOrthogonal(
  shape: Shape,
  { gain = 1, random = nextStream() }: OrthogonalOptions = {},
): Float32Array {
  const [rows = 1] = shape
  const columns = sizeOf(shape) / rows
  const [count, length] = rows <= columns ? [rows, columns] : [columns, rows]
  const vectors = Array.from({ length: count }, (_, i) => random.fork(i).normal(length))
  vectors.forEach((vector, i) => {
    for (const before of [...vectors.slice(0, i), ...vectors.slice(0, i)])
      subtract(vector, before, dot(vector, before))
    const norm = Math.sqrt(dot(vector, vector))
    for (let k = 0; k < length; k++) vector[k] = (vector[k] as number) / norm
  })
  return Float32Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns]
    return gain * ((rows <= columns ? vectors[row]?.[column] : vectors[column]?.[row]) as number)
  })
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number)
  return sum
}

/** a − factor·b, in place. */
function subtract(a: Float64Array, b: Float64Array, factor: number): void {
  for (let k = 0; k < a.length; k++) a[k] = (a[k] as number) - factor * (b[k] as number)
}

export interface SirenOptions {
  /** Whether the weight takes the network's input. Default: false. */
  readonly first?: boolean
  /** The frequency of `siren`, sin(omega0·x). Default: 30. */
  readonly omega0?: number
  /** Default: the shared stream (`manualSeed`). */
  readonly random?: Random
}

/**
 * For networks of sines, Sitzmann et al. 2020 (arXiv:2006.09661, section 3.2): U(−1/n, 1/n) where the weight
 * takes the input, U(−√(6/n)/ω₀, √(6/n)/ω₀) elsewhere, n = fan_in.
 */
export function initialiseSiren(
  shape: Shape,
  { first = false, omega0 = 30, random = nextStream() }: SirenOptions = {},
): Float32Array {
  const fanIn = fans(shape)[1]
  const bound = first ? 1 / fanIn : Math.sqrt(6 / fanIn) / omega0
  return Float32Array.from(random.uniform(sizeOf(shape), -bound, bound))
}

function draw(
  shape: Shape,
  std: number,
  { random = nextStream(), distribution = 'normal' }: InitOptions,
): Float32Array {
  const count = sizeOf(shape)
  switch (distribution) {
    case 'normal':
      return Float32Array.from(random.normal(count, 0, std))
    case 'uniform':
      return Float32Array.from(random.uniform(count, -Math.sqrt(3) * std, Math.sqrt(3) * std))
    case 'truncatedNormal':
      return truncatedNormal(count, std / TRUNCATED_STD, random)
  }
}

/** The standard deviation of a standard normal distribution cut off at ±2. */
const TRUNCATED_STD = 0.8796256610342398

/** A normal distribution of that std, cut off at two of them: what is left has 0.88 of it. */
export function truncatedNormal(count: number, std: number, random: Random): Float32Array {
  const kept = new Float32Array(count)
  let filled = 0
  for (let round = 0; filled < count; round++)
    for (const z of random.fork(round).normal(count))
      if (Math.abs(z) <= 2 && filled < count) kept[filled++] = z * std
  return kept
}

/** Of [out, in, …], what stands behind being the places of a convolution. Of a bias [n] both are n, as in Keras. */
function fans(shape: Shape): [fanOut: number, fanIn: number] {
  const [fanOut = 1, fanIn = fanOut, ...places] = shape
  return [fanOut * sizeOf(places), fanIn * sizeOf(places)]
}
