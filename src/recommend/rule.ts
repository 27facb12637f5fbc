/** The form of a rule, when it applies, and how much it counts beside others. */

import type { RuleRecord, Standing } from '../records/recommend.ts'
import type { Situation } from './situation.ts'
import type { Trait } from './traits.ts'

/** What a rule asks for: every key must be met, by any of its words. Without keys it always applies. */
interface When {
  readonly task?: readonly Situation['task'][]
  readonly network?: readonly Situation['network'][]
  readonly matters?: readonly Situation['matters'][number][]
  readonly seen?: readonly Situation['seen'][number][]
  /** Hidden layers, from … to …. */
  readonly depth?: readonly [from: number, to: number]
  /** The hidden activation that was chosen. */
  readonly hidden?: readonly string[]
  /** What the chosen activation, at its gain and this depth, does to gradients: more than tenfold. */
  readonly gradients?: readonly ('grow' | 'shrink')[]
}

/** What is known when a rule is asked: the situation, and what followed from it. */
export interface Facts extends Situation {
  readonly hidden?: string
  readonly gradients?: 'grow' | 'shrink'
}

interface RuleFacts {
  readonly id: string
  readonly when: When
  readonly reason: string
  readonly source: string
  readonly standing: Standing
}

/** Speaks for hidden activations, best first, or against a trait of them. */
export interface HiddenRule extends RuleFacts {
  readonly prefer: readonly string[]
  readonly avoid?: Trait
}

/** Parts of the advice of which there is one each; 'also' may have several. */
export type Part = 'output' | 'loss' | 'initialisation' | 'learningRate' | 'also'

export interface PartRule extends RuleFacts {
  readonly part: Part
  readonly advice: string
}

export type Rule = HiddenRule | PartRule

/** What counts more prevails: what was seen over what is wished, a wish over a habit. */
const WEIGHTS: Readonly<Record<keyof When, number>> = {
  task: 1,
  hidden: 2,
  depth: 2,
  network: 2,
  matters: 3,
  gradients: 3,
  seen: 4,
}

/** Of a rule that always applies. */
const HABIT = 0.5
/** What each wish counts less than the one named before it. */
const STEP = 0.25

/** Of a rule that applies, by the most that it asks for. */
export function weightOf({ when }: Rule, { matters }: Facts): number {
  const place = matters.findIndex((word) => when.matters?.includes(word))
  const weights = (Object.keys(when) as (keyof When)[]).map(
    (key) => WEIGHTS[key] - (key === 'matters' ? STEP * place : 0),
  )
  return Math.max(HABIT, ...weights)
}

/** The inputs that make the rule apply, as 'network: mlp'; undefined where it does not. */
export function causesOf({ when }: Rule, facts: Facts): readonly string[] | undefined {
  const causes: string[] = []
  for (const [key, wanted] of Object.entries(when) as [keyof When, readonly (string | number)[]][]) {
    if (key === 'depth') {
      const [from, to] = wanted as readonly [number, number]
      if (facts.depth < from || facts.depth > to) return undefined
      causes.push(`depth: ${facts.depth}`)
      continue
    }
    const given = [facts[key] ?? []].flat()
    const met = given.filter((word) => wanted.includes(word))
    if (met.length === 0) return undefined
    causes.push(...met.map((word) => `${key}: ${word}`))
  }
  return causes
}

export function recordOf({ id, standing, reason, source }: Rule, because: readonly string[]): RuleRecord {
  return { id, standing, because, reason, source }
}
