/** The numbers that shape an activation: what they may be, and activations with other ones. */

import { UsageError } from '../base/index.ts'

/** A number that shapes an activation. */
export interface Parameter {
  readonly default: number
  /** Lowest and highest value that make sense. */
  readonly range: readonly [low: number, high: number]
  /** Trained with the weights, unless given a fixed value. */
  readonly learned?: true
  /** Uniform in (0, 1), drawn anew for every element while a network trains; the default is for evaluation. */
  readonly random?: true
}

/** Parameters with some defaults replaced. Throws a UsageError for a parameter that does not exist or is out of range. */
export function withDefaults<P extends string>(
  where: string,
  parameters: Readonly<Record<P, Parameter>>,
  values: Readonly<Partial<Record<P, number>>>,
): Record<P, Parameter> {
  const changed: Record<string, Parameter> = { ...parameters }
  for (const [key, value] of Object.entries(values) as [P, number][]) {
    const known: Parameter | undefined = Object.hasOwn(parameters, key) ? parameters[key] : undefined
    if (!known)
      throw new UsageError({
        where,
        problem: `no parameter "${key}"`,
        expected: Object.keys(parameters).join(' or ') || 'none',
      })
    const [low, high] = known.range
    if (!(value >= low && value <= high))
      throw new UsageError({
        where,
        problem: `${key} is out of range`,
        expected: `a number from ${low} to ${high}`,
        got: `${value}`,
      })
    changed[key] = { default: value, range: known.range }
  }
  return changed as Record<P, Parameter>
}

/** 'elu(alpha=0.5)' */
export function variantName(name: string, values: object): string {
  const settings = Object.entries(values).map(([key, value]) => `${key}=${value}`)
  return settings.length === 0 ? name : `${name}(${settings.join(', ')})`
}
