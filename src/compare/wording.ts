/**
 * The verdict as one sentence for somebody who knows their data and need not know statistics. It only words
 * what was found: "clearly worse" means separated, as the verdict defines it.
 */

import type { CompareRecord } from '../records/compare.ts'
import { metrics } from './metrics.ts'

export interface Finding {
  readonly metric: CompareRecord['metric']
  readonly rope: number
  /** null where every activation diverged. */
  readonly best: { readonly name: string; readonly mean: number } | null
  /** How many others trained through every fold. */
  readonly rivals: number
  /** The names of those that are not separated from the best. */
  readonly open: readonly string[]
  /** Whether the means of all are the same. */
  readonly level: boolean
  /** The largest adjusted p among the rivals. */
  readonly largestP: number
  /** How many rivals have a mean within the rope of the best. */
  readonly near: number
  /** Of the best and those near. */
  readonly cheapest: string | null
  readonly diverged: readonly { readonly name: string; readonly times: number; readonly trainings: number }[]
}

export function sayVerdict(finding: Finding): string {
  const parts = [standing(finding), ...finding.diverged.map(sayDivergence)]
  return `${parts.join('; ')}.`
}

function standing(finding: Finding): string {
  const { best, rivals, open, level, diverged } = finding
  if (!best) return 'No winner: no activation trained through every fold, try a lower learning rate'
  const mean = `a mean ${metrics[finding.metric].label} of ${best.mean.toFixed(3)}`
  if (rivals === 0 && diverged.length === 0) return `Nothing to compare: ${best.name} ran alone, with ${mean}`
  if (rivals === 0) return `${best.name} is the only one that trained through every fold, with ${mean}`
  if (open.length === 0) return `${best.name} is the clear winner with ${mean}: ${sayLead(finding)}`
  if (level)
    return `No winner: ${rivals === 1 ? 'both' : `all ${rivals + 1}`} have ${mean}; ${finding.cheapest} is the cheapest to train`
  return `No clear winner: ${best.name} leads with ${mean}, but ${sayDoubt(finding)}; ${sayAdvice(finding)}`
}

function sayLead({ rivals, rope, largestP }: Finding): string {
  const others = rivals === 1 ? 'the other is' : `each of the other ${rivals} is`
  const margin = rope > 0 ? ` by more than ${rope}` : ''
  return `${others} worse${margin} with a probability of at least 95 % (Holm-adjusted ${sayP(largestP)})`
}

function sayDoubt({ rivals, open }: Finding): string {
  if (open.length <= 2) return `${open.join(' and ')} ${open.length === 1 ? 'is' : 'are'} not clearly worse`
  if (open.length === rivals) return `none of the other ${rivals} is clearly worse`
  return `${open.length} of the other ${rivals} are not clearly worse`
}

function sayAdvice({ best, near, cheapest, rope }: Finding): string {
  if (near === 0) return `no other mean is within ${rope} of it, and more repeats may decide`
  const group =
    near === 1 ? `the 2 within ${rope} of each other` : `the ${near + 1} within ${rope} of the highest mean`
  return cheapest === best?.name
    ? `it is also the cheapest to train of ${group}`
    : `${cheapest} is the cheapest to train of ${group}`
}

function sayDivergence({ name, times, trainings }: Finding['diverged'][number]): string {
  return `${name} diverged in ${times} of ${trainings} trainings`
}

function sayP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p ≤ ${Number(p.toPrecision(2))}`
}
