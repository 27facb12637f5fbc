/**
 * Einstein's summation notation: `bi,oi->bo` multiplies over all labels and sums over those that the output
 * lacks. `_` stands for an axis of extent 1 that takes no part. Only one or two operands.
 */

import { formatShape, OgeeError, type Shape } from '../base/index.ts'

/** The axis of extent 1. */
export const UNIT = '_'

export interface Subscripts {
  readonly operands: readonly string[]
  readonly output: string
  /** Labels that are summed over, in order of appearance. */
  readonly summed: string
}

const parsed = new Map<string, Subscripts>()

export function parseSubscripts(text: string): Subscripts {
  const before = parsed.get(text)
  if (before) return before
  const subscripts = parse(text)
  parsed.set(text, subscripts)
  return subscripts
}

function parse(text: string): Subscripts {
  const [left, output, ...rest] = text.split('->')
  if (left === undefined || output === undefined || rest.length > 0 || !/^[a-z_,]*$/.test(left))
    throw malformed(text)
  const operands = left.split(',')
  if (operands.length > 2 || operands.some(repeatsLabel) || repeatsLabel(output)) throw malformed(text)
  const known = new Set(left.replaceAll(/[,_]/g, ''))
  if ([...output].some((label) => label !== UNIT && !known.has(label))) throw malformed(text)
  return { operands, output, summed: [...known].filter((label) => !output.includes(label)).join('') }
}

export function formatSubscripts(operands: readonly string[], output: string): string {
  return `${operands.join(',')}->${output}`
}

/** The extent of every label. Throws when operands disagree, naming both shapes. */
export function labelExtents(
  { operands, output }: Subscripts,
  shapes: readonly Shape[],
): Map<string, number> {
  const where = `contract ${formatSubscripts(operands, output)}`
  const extents = new Map<string, number>([[UNIT, 1]])
  const all = () => shapes.map(formatShape).join(' × ')
  if (operands.length !== shapes.length)
    throw new OgeeError({
      where,
      problem: 'the wrong number of operands',
      expected: `${operands.length}`,
      got: `${shapes.length}: ${all()}`,
    })
  operands.forEach((labels, i) => {
    const shape = shapes[i] as Shape
    if (shape.length !== labels.length)
      throw new OgeeError({
        where,
        problem: `operand ${i + 1} has the wrong number of axes`,
        expected: `${labels.length}, one per label`,
        got: all(),
      })
    ;[...labels].forEach((label, axis) => {
      const extent = shape[axis] as number
      const known = extents.get(label) ?? extent
      if (known !== extent)
        throw new OgeeError({
          where,
          problem: `extents along '${label}' differ`,
          got: `${all()}, ${known} ≠ ${extent}`,
        })
      extents.set(label, extent)
    })
  })
  return extents
}

function repeatsLabel(labels: string): boolean {
  const named = labels.replaceAll(UNIT, '')
  return new Set(named).size !== named.length
}

function malformed(text: string): OgeeError {
  return new OgeeError({
    where: 'contract',
    problem: 'malformed subscripts',
    expected: "one or two operands of distinct letters, such as 'bi,oi->bo'",
    got: `'${text}'`,
  })
}
