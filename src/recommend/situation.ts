/** What is asked: the words that describe a network, its task and its troubles, and what goes together. */

import { nearestName, UsageError } from '../base/index.ts'

export const TASKS = ['regression', 'binary', 'multiclass', 'multilabel'] as const
export const NETWORKS = [
  'mlp',
  'cnn',
  'mobile',
  'transformer',
  'recurrent',
  'implicit',
  'selfNormalising',
] as const
export const PRIORITIES = [
  'accuracy',
  'speed',
  'smoothness',
  'boundedness',
  'sparsity',
  'selfNormalisation',
] as const
export const SYMPTOMS = [
  'deadUnits',
  'saturation',
  'vanishingGradients',
  'explodingGradients',
  'slowTraining',
  'overfitting',
] as const

type Task = (typeof TASKS)[number]
type Network = (typeof NETWORKS)[number]
type Priority = (typeof PRIORITIES)[number]
type Symptom = (typeof SYMPTOMS)[number]

/** Words may be written in any case, and with hyphens: 'dead-units' is 'deadUnits'. */
export interface RecommendOptions {
  readonly task: Task | (string & {})
  /** Hidden layers, 0 to 1000. Default: 2. */
  readonly depth?: number
  /** Default: 'mlp'. 'siren' and 'inr' are 'implicit'. */
  readonly network?: Network | (string & {})
  /** What matters, most important first. */
  readonly matters?: readonly (Priority | (string & {}))[]
  /** What was seen in training. */
  readonly seen?: readonly (Symptom | (string & {}))[]
}

export interface Situation {
  readonly task: Task
  readonly depth: number
  readonly network: Network
  readonly matters: readonly Priority[]
  readonly seen: readonly Symptom[]
}

/** Other words for the same. */
const SYNONYMS: Readonly<Record<string, string>> = {
  classification: 'multiclass',
  dense: 'mlp',
  convolutional: 'cnn',
  rnn: 'recurrent',
  lstm: 'recurrent',
  siren: 'implicit',
  inr: 'implicit',
  selfnormalizing: 'selfNormalising',
  selfnormalization: 'selfNormalisation',
  bounded: 'boundedness',
  smooth: 'smoothness',
  sparse: 'sparsity',
}

const MOST_DEPTH = 1000

/** Throws a UsageError for words that are unknown or contradict one another. */
export function readSituation(options: RecommendOptions): Situation {
  const { depth = 2, network = 'mlp', matters = [], seen = [] } = options
  const situation = {
    task: wordOf('task', options.task, TASKS),
    depth,
    network: wordOf('network', network, NETWORKS),
    matters: [...new Set(matters.map((word) => wordOf('matters', word, PRIORITIES)))],
    seen: [...new Set(seen.map((word) => wordOf('seen', word, SYMPTOMS)))],
  }
  if (!Number.isInteger(depth) || depth < 0 || depth > MOST_DEPTH)
    throw new UsageError({
      where: 'depth',
      problem: 'is the number of hidden layers',
      expected: `a whole number from 0 to ${MOST_DEPTH}`,
      got: `${depth}`,
    })
  for (const { holds, problem, hint } of CONTRADICTIONS)
    if (holds(situation)) throw new UsageError({ where: 'recommend', problem, hint })
  return situation
}

function wordOf<W extends string>(where: string, given: unknown, words: readonly W[]): W {
  const word = `${given}`
  const key = keyOf(word)
  const meant = keyOf(SYNONYMS[key] ?? word)
  const found = words.find((each) => keyOf(each) === meant)
  if (found !== undefined) return found
  const synonyms = Object.keys(SYNONYMS).filter((synonym) => words.some((each) => each === SYNONYMS[synonym]))
  const near = nearestName(word, [...words, ...synonyms])
  throw new UsageError({
    where,
    problem: `"${word}" is not known`,
    expected: words.join(', '),
    ...(near ? { hint: `Did you mean ${near}?` } : {}),
  })
}

const keyOf = (word: string): string => word.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

interface Contradiction {
  readonly holds: (situation: Situation) => boolean
  readonly problem: string
  readonly hint: string
}

const CONTRADICTIONS: readonly Contradiction[] = [
  {
    holds: ({ seen }) => seen.includes('vanishingGradients') && seen.includes('explodingGradients'),
    problem: 'vanishingGradients and explodingGradients call for opposite changes',
    hint: 'Name the one that the first layers show.',
  },
  {
    holds: ({ depth, seen }) => depth === 0 && (seen.includes('deadUnits') || seen.includes('saturation')),
    problem: 'without hidden layers there are no hidden units to be dead or saturated',
    hint: 'Give the number of hidden layers as the depth.',
  },
  {
    holds: ({ network, matters }) =>
      (network === 'transformer' || network === 'recurrent') && matters.includes('selfNormalisation'),
    problem:
      'self-normalisation is a property of plain networks; a transformer normalises with layers of its own',
    hint: 'Leave selfNormalisation out, or name another network.',
  },
]
