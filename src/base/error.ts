/**
 * What a user did wrong, said so that they can mend it: where, what was expected, what came, a hint.
 * Every error that a user can cause is an OgeeError; anything else that escapes is a defect of ours.
 */

/** The parts of a message; `where` names the function, column or file, in the user's terms. */
export interface ErrorParts {
  readonly where: string
  readonly problem: string
  readonly expected?: string
  readonly got?: string
  /** Lines that show the place, as they stand. */
  readonly excerpt?: string
  /** How to mend it, as one sentence. */
  readonly hint?: string
}

/** A mistake in data, shapes or the environment. The command line ends with exit code 1. */
export class OgeeError extends Error {
  readonly parts: ErrorParts

  constructor(parts: ErrorParts) {
    super(formatParts(parts))
    this.name = 'OgeeError'
    this.parts = parts
  }
}

/** A mistake in how a command or function was called. The command line ends with exit code 2. */
export class UsageError extends OgeeError {
  constructor(parts: ErrorParts) {
    super(parts)
    this.name = 'UsageError'
  }
}

function formatParts({ where, problem, expected, got, excerpt, hint }: ErrorParts): string {
  const facts = [expected && `expected ${expected}`, got && `got ${got}`].filter(Boolean).join(', ')
  const first = `${where}: ${problem}${facts ? ` — ${facts}` : ''}`
  const shown = excerpt ? `\n${excerpt.replaceAll(/^/gm, '    ')}` : ''
  return `${first}${shown}${hint ? `\n  hint: ${hint}` : ''}`
}

/** The name nearest to `wanted`, if it is near enough to be what was meant: an edit for every three letters. */
export function nearestName(wanted: string, names: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(1, Math.ceil(wanted.length / 3)) + 1
  for (const name of names) {
    // Names differ by at least the difference of their lengths; a wanted name may have a million letters.
    if (Math.abs(wanted.length - name.length) >= bestDistance) continue
    const distance = editDistance(wanted.toLowerCase(), name.toLowerCase())
    if (distance < bestDistance) [best, bestDistance] = [name, distance]
  }
  return best
}

/** Levenshtein's distance, in which two neighbours that have changed places are one edit; row by row. */
function editDistance(a: string, b: string): number {
  let before: readonly number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
