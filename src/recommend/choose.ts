/**
 * Choosing by rules that are shown: a rule gives its weight to what it prefers, less to its second and third
 * choice, and counts against what has the trait that it avoids. Of parts of which there is one each, the rule
 * that counts most gives it. What was outvoted is reported, not dropped.
 */

import { type Activation, findElementwise } from '../activations/index.ts'
import {
  causesOf,
  type Facts,
  type HiddenRule,
  type Part,
  type PartRule,
  type Rule,
  weightOf,
} from './rule.ts'
import { stepCost, TRAITS } from './traits.ts'

/** A rule that applies, and the inputs that called for it. */
export interface Applied<R extends Rule> {
  readonly rule: R
  readonly because: readonly string[]
  readonly weight: number
}

export function applying<R extends Rule>(rules: readonly R[], facts: Facts): readonly Applied<R>[] {
  return rules.flatMap((rule) => {
    const because = causesOf(rule, facts)
    return because === undefined ? [] : [{ rule, because, weight: weightOf(rule, facts) }]
  })
}

export interface Ranked {
  readonly fn: Activation
  /** The rules that avoid a trait of it, and their weight together. */
  readonly avoidedBy: readonly Applied<HiddenRule>[]
  readonly against: number
  /** What speaks for it, less what speaks against it. */
  readonly score: number
  /** The rule that speaks for it most. */
  readonly advocate: Applied<HiddenRule>
}

/** What a second, third, … choice counts, relative to a first. */
const FALLING = 0.8

/**
 * Every activation that some rule prefers, best first: what has the least that rules avoid comes before what
 * many prefer, and of equals the cheaper one.
 */
export function rankHidden(applied: readonly Applied<HiddenRule>[]): readonly Ranked[] {
  const names = new Set(applied.flatMap(({ rule }) => rule.prefer))
  return [...names]
    .map((name) => rank(findElementwise(name), applied))
    .sort((a, b) => a.against - b.against || b.score - a.score || stepCost(a.fn) - stepCost(b.fn))
}

function rank(fn: Activation, applied: readonly Applied<HiddenRule>[]): Ranked {
  const votes = applied.map(({ rule, weight }) => {
    const place = rule.prefer.indexOf(fn.name)
    return place < 0 ? 0 : weight * FALLING ** place
  })
  const avoidedBy = applied.filter(({ rule }) => isAvoided(rule, fn))
  const against = sum(avoidedBy.map(({ weight }) => weight))
  const advocate = applied[votes.indexOf(Math.max(...votes))] as Applied<HiddenRule>
  return { fn, avoidedBy, against, score: sum(votes) - against, advocate }
}

function isAvoided({ avoid }: HiddenRule, fn: Activation): boolean {
  return avoid !== undefined && TRAITS[avoid].holds(fn)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** The rules that would have had another hidden activation, or not this one, each as a sentence. */
export function outvotedHidden(
  applied: readonly Applied<HiddenRule>[],
  [chosen, ...others]: readonly [Ranked, ...Ranked[]],
): readonly string[] {
  return applied.flatMap(({ rule, because }) => {
    if (because.length === 0) return []
    const cause = `${because.join(', ')} (${rule.id})`
    if (rule.avoid !== undefined && isAvoided(rule, chosen.fn))
      return [
        `${cause} speaks against ${chosen.fn.name}, which ${TRAITS[rule.avoid].words}; but every other candidate has at least as much against it.`,
      ]
    const wanted = others.find(({ fn }) => fn.name === rule.prefer[0])
    return wanted ? [`${cause} asks for ${wanted.fn.name}, ${lossOf(wanted, chosen)}.`] : []
  })
}

/** Why one candidate came behind another. */
function lossOf(wanted: Ranked, chosen: Ranked): string {
  const [worst] = wanted.avoidedBy.toSorted((a, b) => b.weight - a.weight)
  if (worst?.rule.avoid !== undefined && wanted.against > chosen.against)
    return `which ${TRAITS[worst.rule.avoid].words}: ${worst.rule.id} counts against it`
  return `for which less speaks (${wanted.score.toFixed(1)}) than for ${chosen.fn.name} (${chosen.score.toFixed(1)})`
}

/**
 * The rule for a part that counts most, of equals the last, since the more urgent stand last; and the others that
 * lost to it, as sentences.
 */
export function choosePart(
  applied: readonly Applied<PartRule>[],
  part: Part,
): { readonly chosen: Applied<PartRule>; readonly conflicts: readonly string[] } {
  const [chosen, ...others] = applied
    .filter(({ rule }) => rule.part === part)
    .toReversed()
    .toSorted((a, b) => b.weight - a.weight) as [Applied<PartRule>, ...Applied<PartRule>[]]
  const conflicts = others
    .filter(({ because }) => because.length > 0)
    .map(({ rule, because, weight }) => {
      const how = weight < chosen.weight ? 'counts more' : 'is more urgent'
      return `${because.join(', ')} (${rule.id}) says: ${rule.advice}; ${chosen.rule.id} (${chosen.because.join(', ')}) ${how}.`
    })
  return { chosen, conflicts }
}
