/**
 * Expressions of core primitives → code, for several points at once. Each operation is emitted for all points
 * before the next one: their waits overlap, and a constant is read from memory once for all of them. What is
 * used more than once is computed once, into a local.
 *
 * A value is code in parts: one, except that a vector of float32 widened to float64 fills two vectors.
 */

import { descend, type Expr, isWide, type Operation } from '../../expr/index.ts'
import type { Code } from './code/assembler.ts'
import { floatType, type Locals } from './code/locals.ts'
import { emitNarrow, emitWiden, OPERATIONS, type Spelling } from './code/operations.ts'

/** The code that pushes a variable at a point. */
export type ReadVariable = (name: string) => Code

/** Expressions that are emitted together, so that they share what they have in common. */
export interface Formula {
  /** Arguments first. Constants are none: they are read where they are used. */
  readonly steps: readonly Step[]
  readonly roots: readonly Root[]
}

interface Root {
  readonly node: Expr
  /** The position of the step that computes it, or `CONSTANT`. */
  readonly position: number
}

interface Step {
  readonly node: Expr
  /** The positions of the steps that compute its arguments. */
  readonly operands: readonly number[]
  /** How often its value is pushed. */
  readonly uses: number
  readonly wide: boolean
}

/** The position of what is no step. */
const CONSTANT = -1

export interface Emitted {
  /** To run first. */
  readonly statements: Code
  /** For each point, for each root, the code that pushes its value. */
  readonly results: readonly (readonly Code[])[]
}

/** For each part, the code that pushes it. */
type Parts = readonly Code[]

const MASKS: readonly Operation[] = ['lt', 'le', 'eq']

/** How often widening pushes its operand: once for each half. */
const WIDEN_USES = 2

/** `rootUses`: how often each result will be pushed; above 1, they all wait in locals. */
export function formulaOf(roots: readonly Expr[], rootUses: number): Formula {
  const nodes = descend(roots).filter(({ operation }) => operation !== 'constant')
  const positions = new Map(nodes.map((node, position) => [node, position]))
  const uses = nodes.map(() => 0)
  const use = (node: Expr, times: number): number => {
    const position = positions.get(node) ?? CONSTANT
    if (position !== CONSTANT) uses[position] = (uses[position] as number) + times
    return position
  }
  const operands = nodes.map(({ operation, args }) =>
    args.map((arg) => use(arg, operation === 'widen' ? WIDEN_USES : 1)),
  )
  const used = roots.map((node): Root => ({ node, position: use(node, rootUses) }))
  const steps = nodes.map((node, i): Step => {
    return { node, operands: operands[i] as number[], uses: uses[i] as number, wide: isWide(node) }
  })
  return { steps, roots: used }
}

/** Loops and few closures: all but the loads and stores of a program comes from here, before this is compiled. */
export function emitFormula(
  { steps, roots }: Formula,
  points: readonly ReadVariable[],
  locals: Locals,
  spelling: Spelling,
): Emitted {
  const { lanes, pool } = spelling
  const wide = { ...spelling, wide: true, lanes: Math.ceil(lanes / 2) }
  const statements: Code[] = []
  const values = points.map((): Parts[] => [])
  for (const step of steps) {
    const own = step.wide ? wide : spelling
    const copies = (points.length * lanes) / own.lanes
    const type = step.uses === 1 && copies === 1 ? undefined : typeOf(step.node, own)
    const readConstant = constantReader(copies, locals, own)
    for (let point = 0; point < points.length; point++) {
      const known = values[point] as Parts[]
      const read = { variable: points[point] as ReadVariable, constant: readConstant }
      const parts = emitParts(step, known, read, own, lanes)
      known.push(type ? parts.map((code) => kept(code, locals.temporary(type), statements)) : parts)
    }
  }
  const results = values.map((known) =>
    roots.map(({ node, position }) => known[position]?.[0] ?? pool.float(node.value, lanes)),
  )
  return { statements, results }
}

/** Computes a value once, into a local. */
function kept(code: Code, local: number, statements: Code[]): Code {
  statements.push([code, ['local.set', local]])
  return [['local.get', local]]
}

function typeOf({ operation }: Expr, { lanes, wide }: Spelling) {
  return MASKS.includes(operation) && lanes === 1 ? 'i32' : floatType(lanes, wide)
}

interface Leaves {
  readonly variable: ReadVariable
  readonly constant: (constant: Expr) => Code
}

/** `own` spells the parts, of which a point has as many as fill its `lanes`. */
function emitParts(
  { node: { operation, args, name }, operands }: Step,
  known: readonly Parts[],
  read: Leaves,
  own: Spelling,
  lanes: number,
): Parts {
  if (operation === 'variable') return [read.variable(name)]
  const only = known[operands[0] as number] as Parts
  if (operation === 'widen') return emitWiden(only[0] as Code, lanes)
  if (operation === 'narrow') return [emitNarrow(only)]
  const emit = OPERATIONS[operation as keyof typeof OPERATIONS]
  if (!emit) throw new Error(`${operation} of ${args.length} operands reached WebAssembly unexpanded`)
  const parts: Code[] = []
  for (let part = 0; part < lanes / own.lanes; part++) {
    const codes = operands.map((position, i) =>
      position === CONSTANT ? read.constant(args[i] as Expr) : ((known[position] as Parts)[part] as Code),
    )
    parts.push(emit(codes, own, args))
  }
  return parts
}

/** Pushes the constants of one operation: read by the first of several copies, kept for the others. */
function constantReader(
  copies: number,
  locals: Locals,
  { pool, lanes, wide = false }: Spelling,
): (constant: Expr) => Code {
  let read: Map<Expr, Code> | undefined
  return (constant) => {
    const known = read?.get(constant)
    if (known) return known
    const code = pool.float(constant.value, lanes, wide)
    if (copies === 1) return code
    const local = locals.temporary(floatType(lanes, wide))
    read ??= new Map()
    read.set(constant, [['local.get', local]])
    return [code, ['local.tee', local]]
  }
}
