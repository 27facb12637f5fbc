/** Finding activations by name. Names and aliases are derived from the catalogue, never listed here. */

import { nearestName, UsageError } from '../base/index.ts'
import type { Activation } from './activation.ts'
import * as catalogue from './catalogue.ts'
import type { VectorActivation } from './vector.ts'

type Catalogue = typeof catalogue

/** The name of an activation in the catalogue. */
export type ActivationName = keyof Catalogue

/** The name of one that acts element by element. */
export type ElementwiseName = {
  [N in ActivationName]: Catalogue[N] extends VectorActivation ? never : N
}[ActivationName]

/** All of the catalogue, sorted by name. */
export const ACTIVATIONS: readonly (Activation | VectorActivation)[] = Object.values(catalogue)

/** Those that act element by element. */
export const ELEMENTWISE: readonly Activation[] = ACTIVATIONS.filter((entry) => entry.kind === 'elementwise')

const byKey = new Map(
  ACTIVATIONS.flatMap((entry) => [entry.name, ...entry.aliases].map((name) => [keyOf(name), entry])),
)

/** leaky_relu, LeakyReLU and leakyRelu are one name. */
function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

/** The activation of this name or alias. Throws a UsageError that suggests the nearest name. */
export function findActivation(name: string): Activation | VectorActivation {
  const entry = byKey.get(keyOf(name))
  if (entry) return entry
  const near = nearestName(
    name,
    [...byKey.values()].flatMap(({ name, aliases }) => [name, ...aliases]),
  )
  throw new UsageError({
    where: 'activation',
    problem: `no activation is called "${name}"`,
    hint: near
      ? `Did you mean ${near}?`
      : `There are ${ACTIVATIONS.map((activation) => activation.name).join(', ')}.`,
  })
}

/** As `findActivation`, for hidden layers: throws for those that act along an axis, too. */
export function findElementwise(name: string): Activation {
  const entry = findActivation(name)
  if (entry.kind === 'elementwise') return entry
  throw new UsageError({
    where: 'activation',
    problem: `${entry.name} acts along an axis`,
    expected: 'an activation that acts element by element',
    hint: `Use ${entry.name} on the output of a network.`,
  })
}
