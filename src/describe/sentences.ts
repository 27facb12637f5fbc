/** What the properties of an activation mean for a network, as sentences: one row each, with when it holds. */

import { formatLabel } from '../draw/index.ts'
import type { PropertiesRecord } from '../records/entry.ts'

interface Sentence {
  readonly kind: 'use' | 'pitfall'
  /** The sentence, or undefined where it does not hold. */
  readonly say: (of: PropertiesRecord) => string | undefined
}

/** Slopes of this size pass on nothing that training would notice. */
const STEEP = 3

const SENTENCES: readonly Sentence[] = [
  {
    kind: 'use',
    say: ({ mean, secondMoment }) =>
      Math.abs(mean) < 1e-3 && Math.abs(secondMoment - 1) < 1e-2
        ? 'Keeps mean 0 and variance 1 of standard normal inputs.'
        : undefined,
  },
  {
    kind: 'use',
    say: ({ bounded, range: { low, high } }) =>
      bounded
        ? `Bounded: what it passes on lies between ${formatLabel(low)} and ${formatLabel(high)}.`
        : undefined,
  },
  {
    kind: 'pitfall',
    say: ({ secondMoment }) =>
      Number.isFinite(secondMoment)
        ? undefined
        : 'Of standard normal inputs its values have no finite variance: it is of no use in a hidden layer.',
  },
  {
    kind: 'pitfall',
    say: ({ smoothness }) =>
      smoothness === 'discontinuous' ? 'It jumps: no gradient knows of the jump.' : undefined,
  },
  {
    kind: 'pitfall',
    say: ({ slopeSecondMoment }) =>
      slopeSecondMoment === 0 ? 'Its slope is 0 everywhere: nothing before it learns.' : undefined,
  },
  {
    kind: 'pitfall',
    say: ({ saturation: { left, right } }) => {
      const dead = [left?.isConstant ? 'left' : '', right?.isConstant ? 'right' : ''].filter(Boolean)
      const [side] = dead
      if (!side) return undefined
      return dead.length === 2
        ? 'Exactly flat on both sides: a unit pushed out there gets no gradient and may never return.'
        : `Exactly flat on the ${side}: a unit pushed there for all inputs gets no gradient and may never return.`
    },
  },
  {
    kind: 'pitfall',
    say: ({ saturation: { left, right } }) => {
      if (!left || !right || left.isConstant || right.isConstant) return undefined
      const from = Math.max(Math.abs(left.below1e2), Math.abs(right.below1e2))
      return `Saturates on both sides: beyond |x| = ${formatLabel(from)} less than a hundredth of a gradient passes; it adds up over layers.`
    },
  },
  {
    kind: 'pitfall',
    say: ({ mean, secondMoment }) =>
      Math.abs(mean) > 0.3 * Math.sqrt(secondMoment)
        ? `Not centred: standard normal inputs come out with the mean ${formatLabel(mean)}, which the next layer must undo.`
        : undefined,
  },
  {
    kind: 'pitfall',
    say: ({ lipschitz, smoothness }) =>
      lipschitz === Number.POSITIVE_INFINITY && smoothness !== 'discontinuous'
        ? 'Its slope has no bound: large inputs may make gradients explode.'
        : undefined,
  },
  {
    kind: 'pitfall',
    say: ({ lipschitz }) =>
      Number.isFinite(lipschitz) && lipschitz >= STEEP
        ? `Steep: its slope reaches ${formatLabel(lipschitz)}; scale the weights down accordingly.`
        : undefined,
  },
  {
    kind: 'pitfall',
    say: ({ chi1 }) =>
      chi1 > 0 && chi1 < 0.7
        ? `With weights that keep the forward signal, a layer passes on ${formatLabel(chi1)} of the variance of gradients: deep networks need a normalisation or skip connections.`
        : undefined,
  },
]

export function sentencesOf(properties: PropertiesRecord): {
  readonly use: string[]
  readonly pitfalls: string[]
} {
  const said = (kind: Sentence['kind']) =>
    SENTENCES.filter((sentence) => sentence.kind === kind).flatMap(({ say }) => say(properties) ?? [])
  return { use: said('use'), pitfalls: said('pitfall') }
}
