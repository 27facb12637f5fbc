/** Roots of a smooth function of a positive number, looked for over many orders of magnitude. */

/** Steps to a decade of the search. */
const STEPS = 4
/** Enough to halve a step of the search down to the last bits. */
const HALVINGS = 50

/**
 * The roots of f on [low, high], ascending: one in each step of the search at whose ends the signs differ, or at
 * an end itself. f counts as 0 within rounding of x; where it is so over several steps there is no root.
 */
export function rootsOn(f: (x: number) => number, low: number, high: number): readonly number[] {
  const count = Math.ceil(Math.log10(high / low) * STEPS)
  const x = Array.from({ length: count + 1 }, (_, i) => low * (high / low) ** (i / count))
  const level = (at: number) => {
    const value = f(at)
    return Math.abs(value) <= 1e-11 * at ? 0 : Math.sign(value)
  }
  const roots: number[] = []
  let [last, zeros] = [{ at: 0, sign: 0 }, [] as number[]]
  for (const at of x) {
    const sign = level(at)
    if (sign === 0) zeros.push(at)
    else {
      if (zeros.length > 0 && zeros.length <= MOST_ZEROS && last.sign !== 0) roots.push(zeros[0] as number)
      else if (zeros.length === 0 && sign * last.sign < 0) roots.push(bisect(f, last.at, at))
      ;[last, zeros] = [{ at, sign }, []]
    }
  }
  return roots
}

/** More points of the search than this in a row at which f is 0 are no root. */
const MOST_ZEROS = 2

/** The root between two points of different signs. */
export function bisect(f: (x: number) => number, low: number, high: number): number {
  let [from, to] = [low, high]
  const sign = Math.sign(f(from))
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (from + to) / 2
    if (middle <= from || middle >= to) break
    if (Math.sign(f(middle)) === sign) from = middle
    else to = middle
  }
  return (from + to) / 2
}
