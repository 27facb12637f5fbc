/** Traits by which rules turn activations down, decided by derived properties and never by name. */

import { type Activation, propertiesOf } from '../activations/index.ts'
import { costOf } from '../expr/index.ts'

/** Operations per element and step from which on a function counts as costly: those of one exponential. */
const COSTLY = 40

/** χ₁ beyond which a few dozen layers feel it: twenty make a tenth of 0.89, and 2.7 times 1.05. */
const SHRINKING = 0.89
const GROWING = 1.05

/** What a step of training pays per element, in operations, forwards and backwards. */
export function stepCost({ expression, derivative }: Activation): number {
  return costOf(expression) + costOf(derivative)
}

interface TraitRow {
  /** After "it": 'is flat …'. */
  readonly words: string
  readonly holds: (fn: Activation) => boolean
}

const TRAIT_ROWS = {
  dying: {
    words: 'is exactly flat on a whole side, where no gradient passes',
    holds: (fn) => {
      const { left, right } = propertiesOf(fn).saturation
      return left?.isConstant === true || right?.isConstant === true
    },
  },
  saturating: {
    words: 'goes flat on both sides',
    holds: (fn) => {
      const { left, right } = propertiesOf(fn).saturation
      return left !== undefined && right !== undefined
    },
  },
  unbounded: { words: 'has no bound', holds: (fn) => !propertiesOf(fn).bounded },
  kinked: {
    words: 'has a kink',
    holds: (fn) => ['discontinuous', 'C0'].includes(propertiesOf(fn).smoothness),
  },
  dense: {
    words: 'is never exactly 0 but at single points',
    holds: (fn) => {
      const { left } = propertiesOf(fn).saturation
      return !(left?.limit === 0 && left.isConstant)
    },
  },
  drifting: {
    words: 'does not hold mean 0 and variance 1',
    holds: (fn) => !(propertiesOf(fn).zeroCentred && Math.abs(propertiesOf(fn).gain - 1) < 1e-3),
  },
  shrinking: {
    words: 'shrinks gradients layer by layer',
    holds: (fn) => propertiesOf(fn).chi1 < SHRINKING,
  },
  growing: {
    words: 'lets gradients grow layer by layer',
    holds: (fn) => propertiesOf(fn).chi1 > GROWING,
  },
  costly: { words: 'costs an exponential', holds: (fn) => stepCost(fn) > COSTLY },
} as const satisfies Record<string, TraitRow>

export type Trait = keyof typeof TRAIT_ROWS

export const TRAITS: Readonly<Record<Trait, TraitRow>> = TRAIT_ROWS
