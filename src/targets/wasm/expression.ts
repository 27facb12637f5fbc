/** Expressions of core primitives → code. What is used more than once is computed once, into a local. */

import { type CorePrimitive, descend, type Expr, type Operation } from '../../expr/index.ts'
import type { Code } from './assembler.ts'
import { floatType, type Locals } from './locals.ts'
import { OPERATIONS, type Spelling } from './operations.ts'

export interface Emitted {
  /** To run first: what is shared. */
  readonly statements: Code
  /** For each root, the code that pushes it. */
  readonly results: readonly Code[]
}

const MASKS: readonly Operation[] = ['lt', 'le', 'eq']

/** Emits several expressions at once, so that they share what they have in common. */
export function emitExpressions(
  roots: readonly Expr[],
  readVariable: (name: string) => Code,
  locals: Locals,
  spelling: Spelling,
): Emitted {
  const uses = countUses(roots)
  const statements: Code[] = []
  const codes = new Map<Expr, Code>()
  for (const [node, count] of uses) {
    const operands = node.args.map((arg) => codes.get(arg) as Code)
    const code = emitNode(node, operands, readVariable, spelling)
    if (count === 1 || node.operation === 'constant') {
      codes.set(node, code)
      continue
    }
    const isMask = MASKS.includes(node.operation) && spelling.lanes === 1
    const local = locals.temporary(isMask ? 'i32' : floatType(spelling.lanes))
    statements.push([...code, ['local.set', local]])
    codes.set(node, [['local.get', local]])
  }
  return { statements: statements.flat(), results: roots.map((root) => codes.get(root) as Code) }
}

function emitNode(
  { operation, args, value, name }: Expr,
  operands: readonly Code[],
  readVariable: (name: string) => Code,
  spelling: Spelling,
): Code {
  if (operation === 'constant') return spelling.pool.float(value, spelling.lanes)
  if (operation === 'variable') return readVariable(name)
  const emit = OPERATIONS[operation as CorePrimitive]
  if (!emit) throw new Error(`${operation} of ${args.length} operands reached WebAssembly unexpanded`)
  return emit(operands, spelling)
}

/** Every node, arguments first, and how often it is used; roots count as uses. */
function countUses(roots: readonly Expr[]): Map<Expr, number> {
  const uses = new Map(descend(roots).map((node) => [node, 0]))
  const add = (node: Expr) => uses.set(node, (uses.get(node) ?? 0) + 1)
  for (const node of [...uses.keys()]) node.args.forEach(add)
  roots.forEach(add)
  return uses
}
