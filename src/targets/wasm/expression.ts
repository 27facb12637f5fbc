/**
 * Expressions of core primitives → code, for several points at once. Each operation is emitted for all points
 * before the next one: their waits overlap, and a constant is read from memory once for all of them. What is
 * used more than once is computed once, into a local.
 */

import { type CorePrimitive, descend, type Expr, type Operation } from '../../expr/index.ts'
import type { Code } from './assembler.ts'
import { floatType, type Locals } from './locals.ts'
import { OPERATIONS, type Spelling } from './operations.ts'

/** The code that pushes a variable at a point. */
export type ReadVariable = (name: string) => Code

export interface Emitted {
  /** To run first. */
  readonly statements: Code
  /** For each point, for each root, the code that pushes its value. */
  readonly results: readonly (readonly Code[])[]
}

const MASKS: readonly Operation[] = ['lt', 'le', 'eq']

/** Emits several expressions together, so that they share what they have in common, at each of `points`. */
export function emitExpressions(
  roots: readonly Expr[],
  points: readonly ReadVariable[],
  locals: Locals,
  spelling: Spelling,
): Emitted {
  const { lanes, pool } = spelling
  const statements: Code[] = []
  const codes = points.map(() => new Map<Expr, Code>())
  for (const [node, uses] of countUses(roots)) {
    const readConstant = constantReader(points.length, locals, spelling)
    for (const [point, readVariable] of points.entries()) {
      const known = codes[point] as Map<Expr, Code>
      const operands = node.args.map((arg) => known.get(arg) ?? readConstant(arg))
      const code =
        node.operation === 'variable' ? readVariable(node.name) : emitNode(node, operands, spelling)
      if (uses === 1 && points.length === 1) {
        known.set(node, code)
        continue
      }
      const isMask = MASKS.includes(node.operation) && lanes === 1
      const local = locals.temporary(isMask ? 'i32' : floatType(lanes))
      statements.push(code, [['local.set', local]])
      known.set(node, [['local.get', local]])
    }
  }
  const results = codes.map((known) => roots.map((root) => known.get(root) ?? pool.float(root.value, lanes)))
  return { statements: statements.flat(), results }
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
    return [...code, ['local.tee', local]]
  }
}

/** Every node but constants, arguments first, and how often it is used; roots count as uses. */
function countUses(roots: readonly Expr[]): Map<Expr, number> {
  const nodes = descend(roots).filter(({ operation }) => operation !== 'constant')
  const uses = new Map(nodes.map((node) => [node, 0]))
  const add = (node: Expr) => uses.set(node, (uses.get(node) ?? 0) + 1)
  for (const { args } of nodes) args.filter((arg) => uses.has(arg)).forEach(add)
  roots.filter((root) => uses.has(root)).forEach(add)
  return uses
}
