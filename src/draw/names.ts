/**
 * Where the names of lines stand: beside their lines, as near to the ends as they are clear of all lines and of each
 * other. All in pixels, downwards; how wide a name is can only be estimated without a browser.
 */

import type { Dot } from './pieces.ts'

/** Where a figure is drawn. */
export interface Area {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export interface NamedLine {
  readonly label: string
  /** What can be seen of it. */
  readonly pieces: readonly (readonly Dot[])[]
}

/** The place of a name: its base line at `y`, and `x` where it ends or begins. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'end'
}

/** An estimate of a character's width at the names' size. */
export const CHARACTER = 6.6
/** From the base line up, and down. */
const ASCENT = 10
const DESCENT = 3
/** Between a line and its name, sideways and upwards. */
const GAP = 4
/** Between two places that are tried. */
const STEP = 8

/** One for each line; undefined for those of which nothing can be seen. */
export function placeNames(lines: readonly NamedLine[], area: Area): (Place | undefined)[] {
  const stretches = lines.flatMap(({ pieces }) => pieces.flatMap(stretchesOf))
  const taken: Area[] = []
  return lines.map(({ label, pieces }) => {
    const places = pieces.toReversed().flatMap((piece) => triedBeside(piece, label))
    const isFree = ({ box }: Tried) =>
      isWithin(box, area) && ![...taken, ...stretches].some((other) => meet(box, other))
    const found = places.find(isFree) ?? places[0]
    if (found) taken.push(found.box)
    return found?.place
  })
}

interface Tried {
  readonly place: Place
  readonly box: Area
}

/** From the end of a piece to its beginning, above it and below it, on the left and on the right. */
function triedBeside(piece: readonly Dot[], label: string): Tried[] {
  const width = label.length * CHARACTER
  let last = Number.POSITIVE_INFINITY
  return piece.toReversed().flatMap(({ x, y }) => {
    if (last - x < STEP) return []
    last = x
    return [y - DESCENT - GAP, y + ASCENT + GAP].flatMap((base) =>
      ([x - GAP - width, x + GAP] as const).map((left, side) => ({
        place: { x: side === 0 ? x - GAP : left, y: base, anchor: side === 0 ? 'end' : 'start' } as const,
        box: { left, right: left + width, top: base - ASCENT, bottom: base + DESCENT },
      })),
    )
  })
}

/** The boxes of the straight parts. */
function stretchesOf(piece: readonly Dot[]): Area[] {
  return piece.slice(1).map((b, i) => {
    const a = piece[i] as Dot
    return { left: a.x, right: b.x, top: Math.min(a.y, b.y), bottom: Math.max(a.y, b.y) }
  })
}

function isWithin(box: Area, area: Area): boolean {
  return box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom
}

function meet(a: Area, b: Area): boolean {
  return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom
}
