/** Roots of a smooth function of a positive number, looked for over many orders of magnitude. */

/** Steps to a decade of the search. */
const STEPS = 4

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
      else if (zeros.length === 0 && sign * last.sign < 0) roots.push(solve(f, last.at, at))
      ;[last, zeros] = [{ at, sign }, []]
    }
  }
  return roots
}

/** More points of the search than this in a row at which f is 0 are no root. */
const MOST_ZEROS = 2

/** The root between two points of different signs: false position, in the Illinois form that does not stall. */
export function solve(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high]
  let [atA, atB] = [f(a), f(b)]
  for (let i = 0; i < MOST_STEPS && Math.abs(b - a) > PRECISION * Math.abs(b); i++) {
    const cut = b - (atB * (b - a)) / (atB - atA)
    const middle = cut > Math.min(a, b) && cut < Math.max(a, b) ? cut : (a + b) / 2
    const value = f(middle)
    if (value === 0) return middle
    if (value * atB < 0) [a, atA] = [b, atB]
    else atA /= 2
    ;[b, atB] = [middle, value]
  }
  return b
}

const PRECISION = 1e-15
const MOST_STEPS = 100
