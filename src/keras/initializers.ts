/** Initial weights by Keras' names. Its normal schemes are truncated at two standard deviations. */

import { nearestName, type Random, type Shape, sizeOf, UsageError } from '../base/index.ts'
import { initialise } from '../nn/index.ts'

export type Initializer =
  | 'zeros'
  | 'ones'
  | 'glorotUniform'
  | 'glorotNormal'
  | 'heUniform'
  | 'heNormal'
  | 'lecunUniform'
  | 'lecunNormal'

type Fill = (shape: Shape, random: Random) => Float32Array

const INITIALIZERS: Readonly<Record<Initializer, Fill>> = {
  zeros: (shape) => new Float32Array(sizeOf(shape)),
  ones: (shape) => new Float32Array(sizeOf(shape)).fill(1),
  glorotUniform: (shape, random) => initialise(shape, 'glorot', { random, distribution: 'uniform' }),
  glorotNormal: (shape, random) => initialise(shape, 'glorot', { random, distribution: 'truncatedNormal' }),
  heUniform: (shape, random) => initialise(shape, 'he', { random, distribution: 'uniform' }),
  heNormal: (shape, random) => initialise(shape, 'he', { random, distribution: 'truncatedNormal' }),
  lecunUniform: (shape, random) => initialise(shape, 'lecun', { random, distribution: 'uniform' }),
  lecunNormal: (shape, random) => initialise(shape, 'lecun', { random, distribution: 'truncatedNormal' }),
}

export function initializerNamed(name: Initializer): Fill {
  const found = INITIALIZERS[name]
  if (found) return found
  const near = nearestName(name, Object.keys(INITIALIZERS))
  throw new UsageError({
    where: 'initializer',
    problem: `there is no '${name}'`,
    expected: Object.keys(INITIALIZERS).join(', '),
    ...(near ? { hint: `Did you mean '${near}'?` } : {}),
  })
}
