/** Dots of equal scores stand beside each other, not on each other: accuracies of small folds are often equal. */

/** Neighbours stand apart by this share of a row … */
const STEP = 0.17
/** … and none further than this from its middle. */
const MOST_OFFSET = 0.38

/**
 * Offsets across the row, in rows, for each score. Scores within `near` of the lowest of a group form that
 * group and spread evenly about the middle of the row, in their own order; a score alone stays in the middle.
 */
export function dodge(scores: readonly number[], near: number): number[] {
  const offsets = scores.map(() => 0)
  for (const group of groupNear(scores, near)) {
    const step = Math.min(STEP, (2 * MOST_OFFSET) / Math.max(1, group.length - 1))
    group.forEach((index, place) => {
      offsets[index] = (place - (group.length - 1) / 2) * step
    })
  }
  return offsets
}

/** Indices of the finite scores in groups, each in ascending order of index. */
function groupNear(scores: readonly number[], near: number): number[][] {
  const sorted = scores
    .map((score, index) => ({ score, index }))
    .filter(({ score }) => Number.isFinite(score))
    .toSorted((a, b) => a.score - b.score)
  const groups: { readonly start: number; readonly indices: number[] }[] = []
  for (const { score, index } of sorted) {
    const group = groups.at(-1)
    if (group && score - group.start < near) group.indices.push(index)
    else groups.push({ start: score, indices: [index] })
  }
  return groups.map(({ indices }) => indices.toSorted((a, b) => a - b))
}
