/**
 * What of a kernel is the same at every index: it reads nothing that moves (a learned parameter, a learning rate), and
 * is computed once, before all loops. Only of maps: what a fold does at its end is little beside its loop.
 */

import { descend, type Expr } from '../../../expr/index.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { movesAlong } from '../access.ts'
import { operandsOf } from './formula.ts'

/** The largest such expressions. */
export function fixedNodes({ axes, fold, loads, stores }: Kernel): Expr[] {
  if (fold || axes.length === 0) return []
  const names = new Set(
    loads.filter(({ access }) => !axes.some((_, axis) => movesAlong(access, axis))).map(({ name }) => name),
  )
  if (names.size === 0) return []
  const values = stores.map(({ value }) => value)
  const nodes = descend(values)
  const fixed = new Set<Expr>()
  for (const node of nodes) if (isFixed(node, names, fixed)) fixed.add(node)
  const asked = new Set([...values, ...nodes.filter((node) => !fixed.has(node)).flatMap(operandsOf)])
  return [...fixed].filter((node) => asked.has(node) && node.operation !== 'constant')
}

function isFixed(
  { operation, name, args }: Expr,
  names: ReadonlySet<string>,
  fixed: ReadonlySet<Expr>,
): boolean {
  if (operation === 'variable') return names.has(name)
  return args.every((arg) => fixed.has(arg))
}
