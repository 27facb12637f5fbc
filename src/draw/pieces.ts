/** A line as the pieces of it that can be seen: within the window, and joined only where the line is. */

import type { Line, Span, Window } from './figure.ts'

export interface Dot {
  readonly x: number
  readonly y: number
}

/**
 * From sample to sample, a rise over this share of the window in one step is a jump, if the steps beside it are
 * nothing like it. A steep line rises in its neighbouring steps as well.
 */
const JUMP = 0.04
const UNLIKE = 8

export function piecesOf({ x, y }: Pick<Line, 'x' | 'y'>, window: Window): Dot[][] {
  const pieces: Dot[][] = []
  let piece: Dot[] = []
  const end = () => {
    if (piece.length > 0) pieces.push(piece)
    piece = []
  }
  for (let i = 0; i < x.length; i++) {
    const dot = { x: x[i] as number, y: y[i] as number }
    const before = { x: x[i - 1] ?? Number.NaN, y: y[i - 1] ?? Number.NaN }
    if (!Number.isFinite(dot.y)) {
      end()
      continue
    }
    if (i > 0 && isJump(y, i, window.y)) end()
    else if (i > 0 && Number.isFinite(before.y)) {
      const [enter, leave] = crossings(before, dot, window.y)
      if (enter) {
        end()
        piece.push(enter)
      }
      if (leave) {
        piece.push(leave)
        end()
        continue
      }
    }
    if (isInside(dot, window)) piece.push(dot)
    else end()
  }
  end()
  return pieces
}

function isJump(y: readonly number[], i: number, { low, high }: Span): boolean {
  const step = (at: number) => Math.abs((y[at] ?? Number.NaN) - (y[at - 1] ?? Number.NaN))
  const around = [step(i - 1), step(i + 1)].filter(Number.isFinite)
  return step(i) > JUMP * (high - low) && around.every((other) => step(i) > UNLIKE * other)
}

/** Where a stretch enters and leaves the window from below or above. */
function crossings(a: Dot, b: Dot, { low, high }: Span): [enter: Dot | undefined, leave: Dot | undefined] {
  const at = (y: number): Dot => ({ x: a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y), y })
  const edge = (from: Dot, to: Dot): Dot | undefined => {
    if (from.y < low && to.y >= low) return at(low)
    if (from.y > high && to.y <= high) return at(high)
    return undefined
  }
  const passes = (a.y < low && b.y > high) || (a.y > high && b.y < low)
  if (passes) return a.y < low ? [at(low), at(high)] : [at(high), at(low)]
  return [edge(a, b), edge(b, a)]
}

function isInside({ x, y }: Dot, window: Window): boolean {
  return x >= window.x.low && x <= window.x.high && y >= window.y.low && y <= window.y.high
}
