/**
 * Which rows train and which test: k folds, repeated, stratified by class; and the inner split of a training
 * part. Everything follows from a seed, and row lists are ascending: the order of training is not decided here.
 */

import { OgeeError, Random, UsageError } from '../base/index.ts'

export interface Fold {
  readonly repeat: number
  readonly fold: number
  readonly train: Uint32Array
  readonly test: Uint32Array
}

interface FoldOptions {
  readonly folds: number
  readonly repeats: number
  readonly seed: number
  /** Class of each row of the table, for stratified folds, and the classes' labels, for messages. */
  readonly classes?: Int32Array
  readonly labels?: readonly string[]
}

/** All folds of repeat 0, then of repeat 1, … Each row tests once per repeat; fold sizes differ by at most 1. */
export function makeFolds(rows: Uint32Array, options: FoldOptions): Fold[] {
  const { folds, repeats, seed } = options
  checkCount('--folds', folds, 2)
  checkCount('--repeats', repeats, 1)
  if (rows.length < folds)
    throw new OgeeError({
      where: '--folds',
      problem: 'more folds than usable rows',
      got: `${folds} folds of ${rows.length} rows`,
    })
  const groups = groupRows(rows, options.classes)
  checkGroups(groups, options)
  const random = Random.seed(seed).fork('folds')
  return Array.from({ length: repeats }, (_, repeat) => {
    const foldOf = dealRows(rows, groups, folds, random.fork(repeat))
    return splitFolds(rows, foldOf, folds, repeat)
  }).flat()
}

/** Folds as an outside party made them: `assignment` has one fold per row of the table, −1 to leave it out. */
export function assignedFolds(rows: Uint32Array, assignment: Int32Array, repeats: number): Fold[] {
  checkCount('--repeats', repeats, 1)
  const used = rows.filter((row) => (assignment[row] as number) >= 0)
  const numbers = [...new Set(Array.from(used, (row) => assignment[row] as number))].sort((a, b) => a - b)
  if (numbers.length < 2)
    throw new OgeeError({
      where: '--fold-file',
      problem: 'too few folds among the usable rows',
      expected: 'at least 2',
      got: `${numbers.length}`,
    })
  const place = new Map(numbers.map((number, i) => [number, i]))
  const foldOf = Int32Array.from(used, (row) => place.get(assignment[row] as number) as number)
  return Array.from({ length: repeats }, (_, repeat) =>
    splitFolds(used, foldOf, numbers.length, repeat),
  ).flat()
}

interface InnerSplit {
  readonly train: Uint32Array
  readonly validation: Uint32Array
}

/**
 * Sets aside a share of `rows` for validation: rounded over all rows, stratified by class where classes are
 * given; a class of one row stays in training. Each side has at least one row when there are two.
 */
export function innerSplit(
  rows: Uint32Array,
  fraction: number,
  random: Random,
  classes?: Int32Array,
): InnerSplit {
  if (!(fraction > 0 && fraction < 1))
    throw new UsageError({
      where: 'innerSplit',
      problem: 'not a share',
      expected: 'more than 0 and less than 1',
      got: `${fraction}`,
    })
  const wanted = Math.min(rows.length - 1, Math.max(1, Math.round(rows.length * fraction)))
  const held = new Uint8Array(rows.length)
  let seen = 0
  let taken = 0
  for (const [label, group] of groupRows(rows, classes)) {
    seen += group.length
    // Rounding the running total keeps the whole share exact whatever the classes' sizes.
    const goal = Math.round((wanted * seen) / rows.length) - taken
    const count = Math.max(0, Math.min(goal, group.length - 1))
    const order = random.fork(label).permutation(group.length)
    for (let i = 0; i < count; i++) held[group[order[i] as number] as number] = 1
    taken += count
  }
  return { train: rows.filter((_, i) => held[i] === 0), validation: rows.filter((_, i) => held[i] === 1) }
}

/** Positions in `rows` by class, classes ascending; one group without classes. */
function groupRows(rows: Uint32Array, classes?: Int32Array): [number, Uint32Array][] {
  if (!classes) return [[0, Uint32Array.from(rows.keys())]]
  const groups = new Map<number, number[]>()
  for (const [position, row] of rows.entries()) {
    const label = classes[row] as number
    const group = groups.get(label)
    if (group) group.push(position)
    else groups.set(label, [position])
  }
  return [...groups].sort(([a], [b]) => a - b).map(([label, group]) => [label, Uint32Array.from(group)])
}

function checkGroups(
  groups: readonly [number, Uint32Array][],
  { folds, classes, labels }: FoldOptions,
): void {
  if (!classes) return
  for (const [label, { length }] of groups) {
    if (length >= folds) continue
    throw new OgeeError({
      where: '--folds',
      problem: `class "${labels?.[label] ?? label}" has fewer rows than there are folds`,
      expected: `at least ${folds} rows of each class`,
      got: `${length}`,
      hint: 'ask for fewer folds, or leave the class out with --sql',
    })
  }
}

/** The fold of each position: every class is shuffled and dealt out, each going on where the last one ended. */
function dealRows(
  rows: Uint32Array,
  groups: readonly [number, Uint32Array][],
  folds: number,
  random: Random,
): Int32Array {
  const foldOf = new Int32Array(rows.length)
  let next = 0
  for (const [label, group] of groups) {
    for (const i of random.fork(label).permutation(group.length)) {
      foldOf[group[i] as number] = next
      next = (next + 1) % folds
    }
  }
  return foldOf
}

function splitFolds(rows: Uint32Array, foldOf: Int32Array, folds: number, repeat: number): Fold[] {
  return Array.from({ length: folds }, (_, fold) => ({
    repeat,
    fold,
    train: rows.filter((_, position) => foldOf[position] !== fold),
    test: rows.filter((_, position) => foldOf[position] === fold),
  }))
}

function checkCount(where: string, count: number, least: number): void {
  if (Number.isSafeInteger(count) && count >= least) return
  throw new UsageError({
    where,
    problem: 'not a count',
    expected: `a whole number of at least ${least}`,
    got: `${count}`,
  })
}
