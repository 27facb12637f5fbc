/** Mean and spread of some cells of a column, safe at the ends of the number range. */

export interface Scale {
  readonly mean: number
  /** Population standard deviation; exactly 0 when the cells do not differ or there are none. */
  readonly std: number
}

/**
 * Over `rows`, missing cells (NaN) aside; the mean of no cells is 0. Two passes over differences from the
 * first cell: equal cells give a spread of exactly 0 (their rounded mean would leave a ghost of it), and
 * halves and a common divisor keep sums and squares of the largest doubles finite.
 */
export function fitScale(values: ArrayLike<number>, rows: Uint32Array): Scale {
  const first = rows.find((row) => !Number.isNaN(values[row]))
  if (first === undefined) return { mean: 0, std: 0 }
  const half = (values[first] as number) / 2
  let reach = 0
  for (const row of rows) {
    const distance = Math.abs((values[row] as number) / 2 - half)
    if (distance > reach) reach = distance
  }
  if (reach === 0) return { mean: values[first] as number, std: 0 }
  let count = 0
  let sum = 0
  for (const row of rows) {
    const value = values[row] as number
    if (Number.isNaN(value)) continue
    sum += (value / 2 - half) / reach
    count++
  }
  const centre = sum / count
  let squares = 0
  for (const row of rows) {
    const value = values[row] as number
    if (!Number.isNaN(value)) squares += ((value / 2 - half) / reach - centre) ** 2
  }
  const mean = (half + centre * reach) * 2
  return { mean, std: Math.sqrt(squares / count) * reach * 2 }
}
