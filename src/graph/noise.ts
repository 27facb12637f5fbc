/**
 * Random numbers that a graph makes for itself: a function of a key, the number of the step, and the place in
 * the tensor. Nobody has to fill memory, and any device, thread or layout makes the same bits, because all of
 * it is whole numbers below 2²⁴, which float32 holds exactly.
 *
 * Made for dropout and its kin, and tested for that; initial weights and shuffles come from `base/random.ts`.
 */

import { formatShape, OgeeError, type Random, type Shape, sizeOf } from '../base/index.ts'
import { apply, constant, type Expr } from '../expr/index.ts'
import { argument, constantNode, elementwise, input } from './build.ts'
import type { Node } from './node.ts'

/** The scalar input that whoever runs a program counts up, so that each run draws anew. Below 2²⁴. */
export const STEP = 'noise.step'

/** Half a state of 24 bits. */
const WORD = 2 ** 12
const ROUNDS = 10
/** Told from round to round by multiples of an odd number near WORD / 1.618. */
const WEYL = 2531

/** Numbers uniform in (0, 1), multiples of 2⁻²⁴; of the same stream always the same, step by step. */
export function noise(shape: Shape, random: Random): Node {
  const size = sizeOf(shape)
  if (size > WORD ** 2)
    throw new OgeeError({
      where: 'noise',
      problem: 'too many random numbers for one tensor',
      expected: `at most ${WORD ** 2}`,
      got: formatShape(shape),
    })
  const [word0, word1] = random.words(0)
  const keys = [word0 % WORD, Math.floor(word0 / WORD) % WORD, word1 % WORD]
  const scalars = [...keys.map((key) => constantNode([key], [])), mixedStep()]
  const places = placesOf(shape, size)
  const [key0, key1, key2, step] = scalars.map((_, i) => argument(i)) as [Expr, Expr, Expr, Expr]
  const place = places.reduce((sum, _, i) => sum.add(argument(scalars.length + i)), constant(0))
  const [stepHigh, stepLow] = halves(step)
  const bits = encrypt(halves(place), [key0, key1, stepLow, key2, stepHigh])
  /** Of 24 bits the first 23: halves between them tell numbers in (0, 1) from 0 and from 1, even in float32. */
  const upper = floor(bits.mul(0.5))
  return elementwise(upper.add(0.5).mul(2 ** -23), [...scalars, ...places], shape)
}

/** The step's number, spread: as keys, numbers that differ by 1 would now and then leave a place as it was. */
function mixedStep(): Node {
  const spread = encrypt(halves(argument(0)), [constant(0)])
  return elementwise(spread, [input(STEP, [])])
}

/** For each axis the part of an element's number that its index decides. */
function placesOf(shape: Shape, size: number): Node[] {
  let stride = size
  return shape.map((extent, axis) => {
    stride /= extent
    const own = Array.from({ length: extent }, (_, i) => i * stride)
    return constantNode(own, [extent, ...shape.slice(axis + 1).map(() => 1)])
  })
}

/** A Feistel network whose round function is the middle of a square: each 24 bits for others. */
function encrypt([high, low]: readonly [Expr, Expr], keys: readonly Expr[]): Expr {
  let [a, b] = [high, low]
  for (let round = 0; round < ROUNDS; round++) {
    const apart = a.sub(keys[round % keys.length] as Expr)
    const middle = floor(apart.mul(apart).mul(2 ** -6))
    const [, mixed] = halves(middle.add(b).add(((round + 1) * WEYL) % WORD))
    ;[a, b] = [mixed, a]
  }
  return a.mul(WORD).add(b)
}

/** A whole number as ⌊n / WORD⌋ and the rest. */
function halves(n: Expr): [high: Expr, low: Expr] {
  const high = floor(n.mul(1 / WORD))
  return [high, n.sub(high.mul(WORD))]
}

function floor(x: Expr): Expr {
  return apply('floor', x)
}
