/**
 * Expressions of core primitives → code, for several points at once. Each operation is emitted for all points
 * before the next one: their waits overlap, and a constant is read from memory once for all of them. What is
 * used more than once is computed once, into a local.
 */

import { type CorePrimitive, descend, type Expr, type Operation } from '../../expr/index.ts'
import type { Code } from './code/assembler.ts'
import { floatType, type Locals } from './code/locals.ts'
import { OPERATIONS, type Spelling } from './code/operations.ts'

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

const MASKS: readonly Operation[] = ['lt', 'le', 'eq']

/** `rootUses`: how often each result will be pushed; above 1, they all wait in locals. */
export function formulaOf(roots: readonly Expr[], rootUses: number): Formula {
  const nodes = descend(roots).filter(({ operation }) => operation !== 'constant')
  const uses = new Map(nodes.map((node) => [node, 0]))
  const add = (node: Expr, times: number) => {
    const known = uses.get(node)
    if (known !== undefined) uses.set(node, known + times)
  }
  for (const { args } of nodes) for (const arg of args) add(arg, 1)
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
  const codes = points.map(() => new Map<Expr, Code>())
  for (const [node, count] of uses) {
    const readConstant = constantReader(points.length, locals, spelling)
    for (const [point, readVariable] of points.entries()) {
      const known = codes[point] as Map<Expr, Code>
      const operands = node.args.map((arg) => known.get(arg) ?? readConstant(arg))
      const code =
        node.operation === 'variable' ? readVariable(node.name) : emitNode(node, operands, spelling)
      if (count === 1 && points.length === 1) {
        known.set(node, code)
        continue
      }
      const isMask = MASKS.includes(node.operation) && lanes === 1
      const local = locals.temporary(isMask ? 'i32' : floatType(lanes))
      statements.push([code, ['local.set', local]])
      known.set(node, [['local.get', local]])
    }
  }
  const results = codes.map((known) => roots.map((root) => known.get(root) ?? pool.float(root.value, lanes)))
  return { statements, results }
}

function emitNode({ operation, args }: Expr, operands: readonly Code[], spelling: Spelling): Code {
  const emit = OPERATIONS[operation as CorePrimitive]
  if (!emit) throw new Error(`${operation} of ${args.length} operands reached WebAssembly unexpanded`)
  return emit(operands, spelling, args)
}

/** Pushes the constants of one operation: read by the first of several points, kept for the others. */
function constantReader(points: number, locals: Locals, { pool, lanes }: Spelling): (constant: Expr) => Code {
  const kept = new Map<Expr, Code>()
  return (constant) => {
    const known = kept.get(constant)
    const code = pool.float(constant.value, lanes)
    if (known || points === 1) return known ?? code
    const local = locals.temporary(floatType(lanes))
    kept.set(constant, [['local.get', local]])
    return [code, ['local.tee', local]]
  }
}
