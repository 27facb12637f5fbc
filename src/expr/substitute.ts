/** Replacing variables by expressions, and asking which variables there are. */

import { apply, type Expr, type Primitive } from './expr.ts'

const variables = new WeakMap<Expr, ReadonlySet<string>>()

/** The names of the variables in an expression. */
export function variablesOf(expr: Expr): ReadonlySet<string> {
  const before = variables.get(expr)
  if (before) return before
  const names = new Set<string>()
  for (const node of descend([expr])) if (node.operation === 'variable') names.add(node.name)
  variables.set(expr, names)
  return names
}

/** `expr` with each variable that `replacements` names replaced, all at once. */
export function substitute(expr: Expr, replacements: ReadonlyMap<string, Expr>): Expr {
  if (replacements.size === 0) return expr
  return rewrite(expr, (node) =>
    node.operation === 'variable' ? (replacements.get(node.name) ?? node) : node,
  )
}

/** Rebuilds an expression from its leaves up, each rebuilt node passed through `step`. */
export function rewrite(expr: Expr, step: (node: Expr) => Expr): Expr {
  const done = new Map<Expr, Expr>()
  const isChanged = (arg: Expr) => done.get(arg) !== arg
  const changed = (arg: Expr) => done.get(arg) as Expr
  for (const node of descend([expr])) {
    const { operation, args } = node
    const rebuilt = args.some(isChanged) ? apply(operation as Primitive, ...args.map(changed)) : node
    done.set(node, step(rebuilt))
  }
  return done.get(expr) as Expr
}

/** As `descend`, without what is needed only where the mask of a `seldom` holds. */
export function descendUsual(roots: readonly Expr[]): Expr[] {
  const usual = new Set<Expr>()
  const waiting = [...roots]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (usual.has(node)) continue
    usual.add(node)
    waiting.push(...node.args.filter((_, i) => !isRare(node as Expr, i)))
  }
  return descend(roots).filter((node) => usual.has(node))
}

/** Whether the operand of a node is needed only where a mask holds that hardly ever does. */
function isRare({ operation }: Expr, operand: number): boolean {
  return operation === 'seldom' && operand === 1
}

/**
 * Every node below the roots once, arguments before users. Iterative: expressions may be deep. Nodes that
 * are `done`, and what lies below them, are left out.
 */
export function descend(roots: readonly Expr[], done?: { has(node: Expr): boolean }): Expr[] {
  const order: Expr[] = []
  const seen = new Set<Expr>()
  const stack: Expr[] = []
  for (const root of roots) {
    if (!seen.has(root) && !done?.has(root)) stack.push(root)
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as Expr
      seen.add(top)
      const { args } = top
      let next: Expr | undefined
      for (let i = 0; i < args.length && !next; i++) {
        const arg = args[i] as Expr
        if (!seen.has(arg) && !done?.has(arg)) next = arg
      }
      if (next) stack.push(next)
      else order.push(stack.pop() as Expr)
    }
  }
  return order
}
