/** The command that tests the advice on the user's own data, in options that `ogee compare` has. */

import type { RecommendRecord } from '../records/recommend.ts'
import type { Situation } from './situation.ts'

/** Activations to a comparison: each costs as many trainings as all the others. */
const MOST_NAMES = 5
/** Hidden layers to a comparison. */
const MOST_LAYERS = 32
const WIDTH = 64

export interface DataNames {
  /** Default: DATA, to be replaced. */
  readonly data?: string
  /** Default: COLUMN. */
  readonly target?: string
}

export function compareLine(
  { task, depth, network }: Situation,
  names: readonly string[],
  { data = 'DATA', target = 'COLUMN' }: DataNames,
): RecommendRecord['compare'] {
  const layers = Math.min(depth, MOST_LAYERS)
  const hidden = layers === 0 ? 'none' : layers === 2 ? '64,32' : Array(layers).fill(WIDTH).join(',')
  const parts = [
    `ogee compare ${quote(data)} --target ${quote(target)}`,
    `--task ${task === 'regression' ? 'regression' : 'classification'}`,
    `--hidden ${hidden}`,
    // Without hidden layers all activations are one; a single one shows what there is to learn.
    `--activations ${[...new Set(names)].slice(0, depth === 0 ? 1 : MOST_NAMES).join(',')}`,
  ]
  const notes = [
    ...(network === 'mlp' || network === 'selfNormalising'
      ? []
      : ['it trains dense networks on tables, so for other networks its verdict is a hint']),
    ...(network === 'implicit' ? ["it starts siren with its gain, and not with SIREN's own weights"] : []),
    ...(task === 'multilabel' ? ['it predicts one column: run it once for each label'] : []),
    ...(depth > MOST_LAYERS ? [`it is cut to ${MOST_LAYERS} of the ${depth} layers`] : []),
  ]
  return { line: parts.join(' '), note: notes.length === 0 ? null : `${notes.join('; ')}.` }
}

/** Only what a shell would take apart. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
