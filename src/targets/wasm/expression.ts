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
  readonly roots: readonly Expr[]
  /** Every node but constants, arguments first, and how often it is used. */
  readonly uses: ReadonlyMap<Expr, number>
}

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
  const uses = new Map(nodes.map((node) => [node, 0]))
  const add = (node: Expr, times: number) => {
    const known = uses.get(node)
    if (known !== undefined) uses.set(node, known + times)
  }
  for (const { operation, args } of nodes)
    for (const arg of args) add(arg, operation === 'widen' ? WIDEN_USES : 1)
  for (const root of roots) add(root, rootUses)
  return { roots, uses }
}

export function emitFormula(
  { roots, uses }: Formula,
  points: readonly ReadVariable[],
  locals: Locals,
  spelling: Spelling,
): Emitted {
  const { lanes, pool } = spelling
  const statements: Code[] = []
  const codes = points.map(() => new Map<Expr, Parts>())
  for (const [node, count] of uses) {
    const own = spellingOf(node, spelling)
    const copies = points.length * partsOf(own, lanes)
    const readConstant = constantReader(copies, locals, own)
    for (const [point, readVariable] of points.entries()) {
      const known = codes[point] as Map<Expr, Parts>
      const parts = emitParts(node, known, { readVariable, readConstant, own, lanes })
      const keep = (code: Code): Code => {
        if (count === 1 && copies === 1) return code
        const local = locals.temporary(typeOf(node, own))
        statements.push([code, ['local.set', local]])
        return [['local.get', local]]
      }
      known.set(node, parts.map(keep))
    }
  }
  const results = codes.map((known) =>
    roots.map((root) => known.get(root)?.[0] ?? pool.float(root.value, lanes)),
  )
  return { statements, results }
}

/** How a node's own parts are spelt, where `spelling` is that of vectors of float32, or of single numbers. */
function spellingOf(node: Expr, spelling: Spelling): Spelling {
  return isWide(node) ? { ...spelling, wide: true, lanes: Math.ceil(spelling.lanes / 2) } : spelling
}

function partsOf(own: Spelling, lanes: number): number {
  return lanes / own.lanes
}

function typeOf({ operation }: Expr, { lanes, wide }: Spelling) {
  return MASKS.includes(operation) && lanes === 1 ? 'i32' : floatType(lanes, wide)
}

interface Surroundings {
  readonly readVariable: ReadVariable
  readonly readConstant: (constant: Expr) => Code
  readonly own: Spelling
  /** Of the point. */
  readonly lanes: number
}

function emitParts(
  { operation, args, name }: Expr,
  known: ReadonlyMap<Expr, Parts>,
  { readVariable, readConstant, own, lanes }: Surroundings,
): Parts {
  if (operation === 'variable') return [readVariable(name)]
  const only = () => known.get(args[0] as Expr) as Parts
  if (operation === 'widen') return emitWiden(only()[0] as Code, lanes)
  if (operation === 'narrow') return [emitNarrow(only())]
  const emit = OPERATIONS[operation as keyof typeof OPERATIONS]
  if (!emit) throw new Error(`${operation} of ${args.length} operands reached WebAssembly unexpanded`)
  return Array.from({ length: partsOf(own, lanes) }, (_, part) => {
    const operands = args.map((arg) => known.get(arg)?.[part] ?? readConstant(arg))
    return emit(operands, own, args)
  })
}

/** Pushes the constants of one operation: read by the first of several copies, kept for the others. */
function constantReader(
  copies: number,
  locals: Locals,
  { pool, lanes, wide = false }: Spelling,
): (constant: Expr) => Code {
  const kept = new Map<Expr, Code>()
  return (constant) => {
    const known = kept.get(constant)
    const code = pool.float(constant.value, lanes, wide)
    if (known || copies === 1) return known ?? code
    const local = locals.temporary(floatType(lanes, wide))
    kept.set(constant, [['local.get', local]])
    return [code, ['local.tee', local]]
  }
}
