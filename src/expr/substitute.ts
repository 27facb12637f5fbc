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
  for (const node of descend([expr])) {
    const args = node.args.map((arg) => done.get(arg) as Expr)
    const changed = args.some((arg, i) => arg !== node.args[i])
    done.set(node, step(changed ? apply(node.operation as Primitive, ...args) : node))
  }
  return done.get(expr) as Expr
}

/**
 * Every node below the roots once, arguments before users. Iterative: expressions may be deep. Nodes that
 * are `done`, and what lies below them, are left out.
 */
export function descend(roots: readonly Expr[], done?: { has(node: Expr): boolean }): Expr[] {
  const order: Expr[] = []
  const seen = new Set<Expr>()
  const stack: { node: Expr; next: number }[] = []
  for (const root of roots) {
    if (!seen.has(root) && !done?.has(root)) stack.push({ node: root, next: 0 })
    seen.add(root)
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const arg = top.node.args[top.next++]
      if (!arg) order.push((stack.pop() as typeof top).node)
      else if (!seen.has(arg) && !done?.has(arg)) {
        seen.add(arg)
        stack.push({ node: arg, next: 0 })
      }
    }
  }
  return order
}
