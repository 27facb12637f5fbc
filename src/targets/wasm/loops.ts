/** Loop nests. A level may run in several sequences, one after the other, each with a body of its own. */

import type { Code } from './code/assembler.ts'
import type { Locals } from './code/locals.ts'
import type { Pointers } from './pointers.ts'

/** `count` iterations that cover `width` indices each, `lanes` of them in one vector. */
export interface Segment {
  readonly count: number
  readonly width: number
  readonly lanes: number
}

export interface Nest {
  /** For each level, from the outermost inwards. */
  readonly segments: readonly (readonly Segment[])[]
  readonly locals: Locals
  readonly pointers: Pointers
  /** The local that holds the one index which the outermost level stands at; otherwise it is a loop as well. */
  readonly pinned?: number
}

/** The loops from level `chosen.length` up to `depth`, around a body for each combination of segments. */
export function emitLoops(
  nest: Nest,
  depth: number,
  chosen: readonly Segment[],
  emitBody: (chosen: readonly Segment[]) => Code,
): Code {
  const level = chosen.length
  if (level === depth) return emitBody(chosen)
  const segments = nest.segments[level] as readonly Segment[]
  const bodies = segments.map((segment): Code => {
    const inner = emitLoops(nest, depth, [...chosen, segment], emitBody)
    return [nest.pointers.takeRows(level), inner]
  })
  const moves = nest.pointers.takeMoves(level)
  if (level === 0 && nest.pinned !== undefined) return [moves.start, moves.jump(nest.pinned), bodies]
  const sequences = segments.map(({ count, width }, i): Code => {
    const isOver = count === 1 && i === segments.length - 1
    const body = [bodies[i] as Code, isOver ? [] : moves.step(width)]
    return count === 1 ? body : repeat(count, nest.locals.counter(level), body)
  })
  return [moves.start, sequences]
}

function repeat(count: number, counter: number, body: Code): Code {
  return [['i32.const', count], ['local.set', counter], repeatAsLeft(counter, body)]
}

/**
 * As often as a local says, which counts down. `loop { if (counter) { … continue } }` is the shape for which V8 keeps a
 * tile in registers.
 */
export function repeatAsLeft(counter: number, body: Code): Code {
  return [
    ['loop'],
    ['local.get', counter],
    ['if'],
    body,
    ['local.get', counter],
    ['i32.const', 1],
    ['i32.sub'],
    ['local.set', counter],
    ['br', 1],
    ['end'],
    ['end'],
  ]
}
