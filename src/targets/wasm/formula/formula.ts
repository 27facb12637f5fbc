/**
 * Expressions that are emitted together, put in the order in which they are computed: what is used more than once
 * stands there once, and what only a rare choice needs is told apart. Nothing is emitted here.
 */

import { descend, type Expr, isWide, type Operation } from '../../../expr/index.ts'
import { shiftOf } from '../code/operations.ts'

/** Expressions that are emitted together, so that they share what they have in common. */
export interface Formula {
  /** Arguments first; what is fixed before all else. Constants are none: they are read where they are used. */
  readonly steps: readonly Step[]
  /** The positions of those to be computed whatever the masks, but for what is fixed. */
  readonly usual: readonly number[]
  readonly roots: readonly Root[]
}

interface Root {
  readonly node: Expr
  /** The position of the step that computes it, or `CONSTANT`. */
  readonly position: number
}

export interface Step {
  readonly node: Expr
  /** The positions of the steps that compute its arguments. */
  readonly operands: readonly number[]
  /** How often its value is pushed. */
  readonly uses: number
  readonly wide: boolean
  /** Of a choice that is seldom made: the positions of what only its rare value needs. */
  readonly rare?: readonly number[]
}

/** The position of what is no step. */
export const CONSTANT = -1
/** Which operand of a `seldom` is its rare value. */
export const RARE = 1

/** How often an operand is pushed if not once: by widening for each half; of a choice, the mask decides twice. */
const PUSHES: Partial<Record<Operation, number>> = { widen: 2, seldom: 2 }

/** By the first root: of a network's kernels many compute the same, layer by layer and parameter by parameter. */
const formulas = new WeakMap<Expr, Map<string, Formula>>()

/**
 * `rootUses`: how often each result will be pushed; above 1, they all wait in locals. `fixed` is known before the
 * rest is computed.
 */
export function formulaOf(roots: readonly Expr[], rootUses: number, fixed: readonly Expr[] = []): Formula {
  const [first] = roots
  if (!first) return makeFormula(roots, rootUses, fixed)
  const key = [rootUses, ...roots.map(({ id }) => id), '/', ...fixed.map(({ id }) => id)].join()
  const alike = formulas.get(first) ?? new Map<string, Formula>()
  const formula = alike.get(key) ?? makeFormula(roots, rootUses, fixed)
  formulas.set(first, alike.set(key, formula))
  return formula
}

function makeFormula(roots: readonly Expr[], rootUses: number, fixed: readonly Expr[]): Formula {
  const below = inOrder(roots, new Set(fixed)).filter(({ operation }) => operation !== 'constant')
  const nodes = [...fixed, ...below]
  const positions = new Map(nodes.map((node, position) => [node, position]))
  const uses = nodes.map(() => 0)
  const use = (node: Expr, times: number): number => {
    const position = positions.get(node) ?? CONSTANT
    if (position !== CONSTANT) uses[position] = (uses[position] as number) + times
    return position
  }
  const operands = nodes.map((node, i) =>
    i < fixed.length ? [] : operandsOf(node).map((arg) => use(arg, PUSHES[node.operation] ?? 1)),
  )
  const used = roots.map((node): Root => ({ node, position: use(node, rootUses) }))
  const steps = nodes.map((node, i): Step => {
    return { node, operands: operands[i] as number[], uses: uses[i] as number, wide: isWide(node) }
  })
  const toEmit = [...steps.keys()].slice(fixed.length)
  return { ...ordered(steps, toEmit, used), roots: used }
}

/** The arguments of a node, less what its instruction does by itself: it turns a factor's sign, and shifts an exponent. */
export function operandsOf({ operation, args }: Expr): readonly Expr[] {
  const [a, ...others] = args
  const isAbsorbed =
    operation === 'mulAdd' ? a?.operation === 'neg' : operation === 'pow2' && shiftOf(a) !== 0
  return isAbsorbed ? [a?.args[0] as Expr, ...others] : args
}

/** As `descend`, of the arguments of a node the deepest first: what is quickly computed need not wait in a register. */
function inOrder(roots: readonly Expr[], done: ReadonlySet<Expr>): Expr[] {
  const heights = new Map<Expr, number>()
  for (const node of descend(roots, done))
    heights.set(node, 1 + Math.max(0, ...operandsOf(node).map((arg) => heights.get(arg) ?? 0)))
  const order: Expr[] = []
  const seen = new Set<Expr>(done)
  const isDeeper = (a: Expr, b: Expr | undefined) =>
    !b || (heights.get(a) as number) > (heights.get(b) as number)
  for (const root of roots) {
    const stack = seen.has(root) ? [] : [root]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      seen.add(top)
      let next: Expr | undefined
      for (const arg of operandsOf(top)) if (!seen.has(arg) && isDeeper(arg, next)) next = arg
      if (next) stack.push(next)
      else order.push(stack.pop() as Expr)
    }
  }
  return order
}

/** Steps told what is rare, and the positions, of those asked about, of what is usual. */
function ordered(
  steps: readonly Step[],
  positions: readonly number[],
  roots: readonly Root[],
): Pick<Formula, 'steps' | 'usual'> {
  if (!steps.some(({ node }) => node.operation === 'seldom')) return { steps, usual: positions }
  const needed = neededBy(
    steps,
    roots.map(({ position }) => position),
  )
  /** A variable is read for several points and choices at once: by the time that any of them is made. */
  const isUsual = steps.map(({ node }, i) => needed[i] || node.operation === 'variable')
  const told = steps.map((step): Step => {
    if (step.node.operation !== 'seldom') return step
    const isNeeded = neededBy(steps, [step.operands[RARE] as number])
    return { ...step, rare: positions.filter((i) => isNeeded[i] && !isUsual[i]) }
  })
  return { steps: told, usual: positions.filter((i) => isUsual[i]) }
}

/** For each position, whether those at `from` need it whatever the masks. */
function neededBy(steps: readonly Step[], from: readonly number[]): boolean[] {
  const needed = steps.map((_, i) => from.includes(i))
  for (let i = steps.length - 1; i >= 0; i--) {
    const { node, operands } = steps[i] as Step
    if (!needed[i]) continue
    for (const [j, position] of operands.entries())
      if (position !== CONSTANT && (node.operation !== 'seldom' || j !== RARE)) needed[position] = true
  }
  return needed
}
