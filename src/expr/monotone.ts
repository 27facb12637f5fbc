/**
 * Whether a function of one variable never falls, as far as its form shows: sums, limits and compositions of what does
 * not. That a form is not recognised says nothing. (`activations/properties` measures; this is for rewriting.)
 */

import type { Expr, Operation } from './expr.ts'

const NEVER_FALL: ReadonlySet<Operation> = new Set<Operation>([
  'add',
  'max',
  'min',
  'exp',
  'expm1',
  'tanh',
  'sigmoid',
  'softplus',
  'softsign',
  'erf',
  'normalCdf',
  'atan',
])

export function neverFalls({ operation, args }: Expr): boolean {
  if (operation === 'variable' || operation === 'constant') return true
  const [a, b] = args as readonly [Expr, Expr]
  if (operation === 'sub') return neverFalls(a) && b.operation === 'constant'
  if (operation === 'div') return neverFalls(a) && isPositive(b)
  if (operation === 'mul') return (neverFalls(a) && isPositive(b)) || (neverFalls(b) && isPositive(a))
  return NEVER_FALL.has(operation) && args.every(neverFalls)
}

function isPositive({ operation, value }: Expr): boolean {
  return operation === 'constant' && value > 0
}
