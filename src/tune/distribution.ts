/**
 * What values a parameter may take, as Optuna stores it: JSON within JSON, and beside it each value as a
 * number (for categories, the index of the choice).
 */

import { z } from 'zod'
import { OgeeError } from '../base/index.ts'
import { decodeJson, encodeJson } from './json.ts'

export type Choice = string | number | boolean | null

export type Distribution =
  | { readonly kind: 'float'; readonly low: number; readonly high: number; readonly log: boolean }
  | { readonly kind: 'int'; readonly low: number; readonly high: number }
  | { readonly kind: 'categorical'; readonly choices: readonly Choice[] }

/** As much of a stored distribution as it takes to read values and to tell two kinds apart. */
export interface StoredDistribution {
  readonly kind: string
  readonly log: boolean
  /** null unless categorical. */
  readonly choices: readonly Choice[] | null
}

const attributes = z.object({
  log: z.boolean().optional(),
  choices: z.array(z.union([z.string(), z.custom<number>(isNumber), z.boolean(), z.null()])).optional(),
})
const stored = z.union([
  z.object({ name: z.string(), attributes }).transform((full) => ({ kind: full.name, ...full.attributes })),
  attributes.extend({ type: z.string() }).transform(({ type, ...rest }) => ({ kind: type, ...rest })),
])

function isNumber(value: unknown): boolean {
  return typeof value === 'number'
}

export function encodeDistribution(distribution: Distribution): string {
  switch (distribution.kind) {
    case 'float': {
      const { low, high, log } = distribution
      return encodeJson({ name: 'FloatDistribution', attributes: { step: null, low, high, log } })
    }
    case 'int': {
      const { low, high } = distribution
      return encodeJson({ name: 'IntDistribution', attributes: { log: false, step: 1, low, high } })
    }
    case 'categorical':
      return encodeJson({ name: 'CategoricalDistribution', attributes: { choices: distribution.choices } })
  }
}

/** A value as the number Optuna stores. Throws for a value outside its distribution. */
export function toInternal(name: string, distribution: Distribution, value: Choice): number {
  if (distribution.kind === 'categorical') {
    const index = distribution.choices.indexOf(value)
    if (index >= 0) return index
  } else if (typeof value === 'number' && value >= distribution.low && value <= distribution.high)
    return value
  throw new OgeeError({
    where: `parameter ${name}`,
    problem: 'value outside its distribution',
    expected: encodeJson(distribution),
    got: encodeJson(value),
  })
}

/** Throws where the text is no distribution. */
export function readDistribution(text: string): StoredDistribution {
  const { kind, log = false, choices = null } = stored.parse(decodeJson(text))
  return { kind, log, choices }
}

export function toExternal({ choices }: StoredDistribution, internal: number): Choice {
  return choices ? (choices[internal] ?? null) : internal
}

/** Optuna drops a parameter whose distribution is of another kind, scale or choice than earlier in the study. */
export function compatible(a: StoredDistribution, b: StoredDistribution): boolean {
  return a.kind === b.kind && a.log === b.log && encodeJson(a.choices) === encodeJson(b.choices)
}
