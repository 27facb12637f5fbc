/**
 * Advice on an activation, and on what goes with it, from rules that are shown with it: what they rest on, what
 * they were outvoted by, and the numbers where theory contradicts a habit.
 */

import { type Activation, findElementwise, propertiesOf } from '../activations/index.ts'
import type {
  AdviceRecord,
  CandidateRecord,
  InitialisationRecord,
  RecommendRecord,
  TheoryRecord,
} from '../records/recommend.ts'
import { type Applied, applying, choosePart, outvotedHidden, type Ranked, rankHidden } from './choose.ts'
import { compareLine, type DataNames } from './compare-line.ts'
import { TENFOLD, theoryOf } from './depth.ts'
import { type Facts, type PartRule, type Rule, recordOf } from './rule.ts'
import { HIDDEN_RULES, PREFERRED_WHEN } from './rules/hidden.ts'
import { PART_RULES } from './rules/parts.ts'
import { type RecommendOptions, readSituation, type Situation } from './situation.ts'

const MOST_ALTERNATIVES = 3

/** Said with every recommendation, because it holds for every one. */
const CAUTION =
  'No rule knows your data, and on small tables no activation may win: on none of the 11 tables in ' +
  'bench/TABLES.md is the best of eight separated from the others.'

/**
 * What to use for a task and a network: `recommend({ task: 'multiclass', depth: 3, seen: ['deadUnits'] })`. The names
 * of data and target go into the command that tests the advice.
 * Throws a UsageError for words that are unknown, with the nearest, or that contradict one another.
 */
export function recommend(options: RecommendOptions, names: DataNames = {}): RecommendRecord {
  const situation = readSituation(options)
  const hiddenRules = situation.depth === 0 ? [] : applying(HIDDEN_RULES, situation)
  const ranking = rankHidden(hiddenRules)
  const [best, ...others] = ranking
  const theory = best ? theoryFor(best.fn, situation.depth) : null
  const facts = factsOf(situation, best?.fn, theory)
  const partRules = applying(PART_RULES, facts)
  const weights = choosePart(partRules, 'initialisation')
  const rate = choosePart(partRules, 'learningRate')
  const alternatives = others.filter(({ score }) => score > 0).slice(0, MOST_ALTERNATIVES)
  const tried = [...(best ? [best] : []), ...alternatives].map(({ fn }) => fn.name)
  return {
    schema: 1,
    command: 'recommend',
    situation,
    hidden: best ? adviceOf(best.advocate, best.fn.name) : null,
    output: adviceOf(choosePart(partRules, 'output').chosen),
    loss: adviceOf(choosePart(partRules, 'loss').chosen),
    initialisation: initialisationOf(best?.fn, weights.chosen, theory),
    learningRate: adviceOf(rate.chosen),
    also: partRules.filter(({ rule }) => rule.part === 'also').map((applied) => adviceOf(applied)),
    alternatives: alternatives.map(candidateOf),
    theory,
    conflicts: [
      ...(best ? outvotedHidden(hiddenRules, [best, ...others]) : []),
      ...weights.conflicts,
      ...rate.conflicts,
    ],
    rules: [...hiddenRules, ...partRules].map(({ rule, because }) => recordOf(rule, because)),
    compare: compareLine(situation, [...tried, 'relu'], names),
    caution: CAUTION,
  }
}

/** With what follows from the choice: its name, and what depth does to its gradients, where weights could help. */
function factsOf(situation: Situation, fn: Activation | undefined, theory: TheoryRecord | null): Facts {
  if (!fn) return situation
  const factor = theory?.edge ? (theory.gains[0]?.gradient ?? 1) : 1
  const gradients = factor > TENFOLD ? 'grow' : factor < 1 / TENFOLD ? 'shrink' : undefined
  return { ...situation, hidden: fn.name, ...(gradients ? { gradients } : {}) }
}

function adviceOf({ rule, because }: Applied<Rule>, advice = (rule as PartRule).advice): AdviceRecord {
  return { advice, ...recordOf(rule, because) }
}

function candidateOf({ fn, score }: Ranked): CandidateRecord {
  return { name: fn.name, score, when: PREFERRED_WHEN[fn.name] ?? '' }
}

/** The frequency of `siren`. */
const OMEGA = 30

/** The gain of SIREN's weights: their standard deviation is √2/ω₀ by √fan-in. */
const SIREN_GAIN = Math.SQRT2 / OMEGA

function theoryFor(fn: Activation, depth: number): TheoryRecord {
  const siren = { gain: SIREN_GAIN, name: "√2/30 (SIREN's)" }
  const { gain } = propertiesOf(fn)
  return theoryOf(fn, depth, fn.name === 'siren' ? siren : { gain, name: `${gain.toFixed(4)} (computed)` })
}

/** Schemes that are known by names, and their gains. */
const NAMED_GAINS: readonly { readonly gain: number; readonly scheme: string; readonly keras: string }[] = [
  { gain: Math.SQRT2, scheme: 'he', keras: 'heNormal' },
  { gain: 1, scheme: 'lecun', keras: 'lecunNormal' },
]

/** Relative differences of gains up to this are none: leakyRelu's is He's. */
const SAME_GAIN = 1e-3

function initialisationOf(
  fn: Activation | undefined,
  applied: Applied<PartRule>,
  theory: TheoryRecord | null,
): InitialisationRecord {
  const { gain } = propertiesOf(fn ?? findElementwise('linear'))
  const advice = adviceOf(applied)
  const edge = theory?.edge
  if (advice.advice === 'siren')
    return {
      ...advice,
      advice: "SIREN's uniform weights",
      gain: SIREN_GAIN,
      biasStd: 0,
      call: 'initialiseSiren(shape, { first })',
      keras: null,
    }
  if (advice.advice === 'edge' && edge) {
    const { weightStd, biasStd } = edge
    return {
      ...advice,
      advice: `the edge of chaos: σ_w = ${weightStd.toFixed(4)}, σ_b = ${biasStd}`,
      gain: weightStd,
      biasStd,
      call: `initialiseWithGain(shape, ${weightStd.toFixed(4)})`,
      keras: null,
    }
  }
  const named = NAMED_GAINS.find((row) => Math.abs(row.gain / gain - 1) < SAME_GAIN)
  return {
    ...advice,
    advice: `a gain of ${gain.toFixed(4)}`,
    gain,
    biasStd: 0,
    call: named ? `initialise(shape, '${named.scheme}')` : `initialiseWithGain(shape, ${gain.toFixed(4)})`,
    keras: named?.keras ?? null,
  }
}
