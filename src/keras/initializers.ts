/** Initial weights by Keras' names. Its normal schemes are truncated at two standard deviations. */

import { nearestName, type Random, type Shape, sizeOf, UsageError } from '../base/index.ts'
import {
  type Distribution,
  initialise,
  initialiseOrthogonal,
  type Scheme,
  truncatedNormal,
} from '../nn/index.ts'

/**
 * Numbers for a weight [units, features], which is Keras' kernel with its axes exchanged, or one of a convolution,
 * [filters, channels, …kernel]; or for a bias [units].
 */
export type Fill = (shape: Shape, random: Random) => ArrayLike<number>

/** Weights of one number, of a distribution, or orthogonal. */
export const initializers = {
  constant:
    (value = 0): Fill =>
    (shape) =>
      new Float32Array(sizeOf(shape)).fill(value),
  /** Default: mean 0, stddev 0.05. */
  randomNormal:
    ({ mean = 0, stddev = 0.05 }: { readonly mean?: number; readonly stddev?: number } = {}): Fill =>
    (shape, random) =>
      random.normal(sizeOf(shape), mean, stddev),
  /** Default: from −0.05 to 0.05. */
  randomUniform:
    ({ minval = -0.05, maxval = 0.05 }: { readonly minval?: number; readonly maxval?: number } = {}): Fill =>
    (shape, random) =>
      random.uniform(sizeOf(shape), minval, maxval),
  /** A normal distribution cut off at two stddev, by default 0.05. */
  truncatedNormal:
    ({ stddev = 0.05 }: { readonly stddev?: number } = {}): Fill =>
    (shape, random) =>
      truncatedNormal(sizeOf(shape), stddev, random),
  /** Default: gain 1. */
  orthogonal:
    ({ gain = 1 }: { readonly gain?: number } = {}): Fill =>
    (shape, random) =>
      initialiseOrthogonal(shape, { gain, random }),
} as const

const scheme =
  (name: Scheme, distribution: Distribution): Fill =>
  (shape, random) =>
    initialise(shape, name, { random, distribution })

const NAMED = {
  zeros: initializers.constant(0),
  ones: initializers.constant(1),
  randomNormal: initializers.randomNormal(),
  randomUniform: initializers.randomUniform(),
  truncatedNormal: initializers.truncatedNormal(),
  orthogonal: initializers.orthogonal(),
  glorotUniform: scheme('glorot', 'uniform'),
  glorotNormal: scheme('glorot', 'truncatedNormal'),
  heUniform: scheme('he', 'uniform'),
  heNormal: scheme('he', 'truncatedNormal'),
  lecunUniform: scheme('lecun', 'uniform'),
  lecunNormal: scheme('lecun', 'truncatedNormal'),
} as const satisfies Readonly<Record<string, Fill>>

/** A name, one of `initializers` with options, or a function of your own. */
export type Initializer = keyof typeof NAMED | Fill

export function fillOf(initializer: Initializer): Fill {
  if (typeof initializer === 'function') return initializer
  const found = NAMED[initializer]
  if (found) return found
  const near = nearestName(initializer, Object.keys(NAMED))
  throw new UsageError({
    where: 'initializer',
    problem: `there is no '${initializer}'`,
    expected: `${Object.keys(NAMED).join(', ')}, or a function`,
    ...(near ? { hint: `Did you mean '${near}'?` } : {}),
  })
}
