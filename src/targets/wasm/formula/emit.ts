/**
 * Expressions of core primitives → code, for several points at once. Each operation is emitted for all points
 * before the next one: their waits overlap, and a constant is read from memory once for all of them. What is
 * used more than once is computed once, into a local.
 *
 * A value is code in parts: one, except that a vector of float32 widened to float64 fills two vectors.
 */

import type { Expr, Operation } from '../../../expr/index.ts'
import { type Code, get } from '../code/assembler.ts'
import { floatType, type Locals } from '../code/locals.ts'
import { emitAny, emitNarrow, emitWiden, OPERATIONS, type Spelling } from '../code/operations.ts'
import { CONSTANT, type Formula, formulaOf, RARE, type Step } from './formula.ts'

/** The code that pushes a variable at a point. */
export type ReadVariable = (name: string) => Code

export interface Emitted {
  /** To run first. */
  readonly statements: Code
  /** For each point, for each root, the code that pushes its value. */
  readonly results: readonly (readonly Code[])[]
}

/** For each part, the code that pushes it. */
export type Parts = readonly Code[]

const MASKS: readonly Operation[] = ['lt', 'le', 'eq']

/** `known`, of what is fixed, holds at every point. */
export function emitFormula(
  { steps, usual, roots }: Formula,
  points: readonly ReadVariable[],
  locals: Pick<Locals, 'temporary'>,
  spelling: Spelling,
  known: readonly Parts[] = [],
): Emitted {
  const values = points.map((): Parts[] => [...known])
  const emitter = new Emitter(steps, points, locals, spelling, values)
  const statements = emitter.emit(usual)
  const results = values.map((own) =>
    roots.map(({ node, position }) => own[position]?.[0] ?? spelling.pool.float(node.value, spelling.lanes)),
  )
  return { statements, results }
}

/** All of `nodes` into locals. They are the same at every point: all lanes are equal, and so are the parts. */
export function emitFixed(
  nodes: readonly Expr[],
  readVariable: ReadVariable,
  locals: Pick<Locals, 'temporary'>,
  spelling: Spelling,
): { readonly statements: Code; readonly known: readonly Parts[] } {
  const { steps, usual, roots } = formulaOf(nodes, 2)
  const values: Parts[] = []
  const statements = new Emitter(steps, [readVariable], locals, spelling, [values]).emit(usual)
  const known = roots.map(({ position }) => {
    const parts = values[position] as Parts
    return parts.map(() => parts[0] as Code)
  })
  return { statements, known }
}

/** Loops and few closures: all but the loads and stores of a program comes from here, before this is compiled. */
class Emitter {
  readonly #steps: readonly Step[]
  readonly #points: readonly ReadVariable[]
  readonly #locals: Pick<Locals, 'temporary'>
  readonly #spelling: Spelling
  readonly #wide: Spelling
  /** Of each point, by position. */
  readonly #values: readonly Parts[][]

  constructor(
    steps: readonly Step[],
    points: readonly ReadVariable[],
    locals: Pick<Locals, 'temporary'>,
    spelling: Spelling,
    values: readonly Parts[][],
  ) {
    this.#steps = steps
    this.#points = points
    this.#locals = locals
    this.#spelling = spelling
    this.#wide = { ...spelling, wide: true, lanes: Math.ceil(spelling.lanes / 2) }
    this.#values = values
  }

  /** The statements of the steps at `positions`; their values are known then. */
  emit(positions: readonly number[]): Code {
    const statements: Code[] = []
    for (const position of positions) {
      const step = this.#steps[position] as Step
      if (step.rare) this.#emitSeldom(step, step.rare, position, statements)
      else this.#emitStep(step, position, statements)
    }
    return statements
  }

  #emitStep(step: Step, position: number, statements: Code[]): void {
    const { lanes } = this.#spelling
    const own = step.wide ? this.#wide : this.#spelling
    const copies = (this.#points.length * lanes) / own.lanes
    const type = step.uses === 1 && copies === 1 ? undefined : typeOf(step.node, own)
    const hasConstants = step.operands.includes(CONSTANT)
    const readConstant = hasConstants ? constantReader(copies, this.#locals, own) : undefined
    for (let point = 0; point < this.#points.length; point++) {
      const known = this.#values[point] as Parts[]
      const readVariable = this.#points[point] as ReadVariable
      const parts = emitParts(step, known, readVariable, readConstant, own, lanes)
      known[position] = type
        ? parts.map((code) => kept(code, this.#locals.temporary(type), statements))
        : parts
    }
  }

  /** The usual value first; the rare one is computed, for all points, if a mask holds anywhere. */
  #emitSeldom({ node, operands, wide }: Step, rare: readonly number[], position: number, out: Code[]): void {
    const own = wide ? this.#wide : this.#spelling
    const type = typeOf(node, own)
    const codeOf = (known: readonly Parts[], operand: number, part: number): Code =>
      known[operands[operand] as number]?.[part] ??
      constantReader(1, this.#locals, own)(node.args[operand] as Expr)
    const results: { readonly local: number; readonly known: readonly Parts[]; readonly part: number }[] = []
    for (const known of this.#values) {
      const locals = Array.from({ length: this.#spelling.lanes / own.lanes }, () =>
        this.#locals.temporary(type),
      )
      for (const [part, local] of locals.entries()) results.push({ local, known, part })
      known[position] = locals.map(get)
    }
    for (const { local, known, part } of results) out.push([codeOf(known, 2, part), ['local.set', local]])
    const masks = results.map(({ known, part }) => codeOf(known, 0, part))
    /** What is known here is known inside; what becomes known inside is not known behind it. */
    const inside = rare.filter((at) => this.#values[0]?.[at] === undefined)
    out.push(emitAny(masks, own), [['if']], this.emit(inside))
    for (const { local, known, part } of results) {
      const chosen = [codeOf(known, 0, part), codeOf(known, RARE, part), get(local)]
      out.push([OPERATIONS.select(chosen, own), ['local.set', local]])
    }
    for (const known of this.#values) for (const at of inside) delete known[at]
    out.push([['end']])
  }
}

/** Computes a value once, into a local. */
function kept(code: Code, local: number, statements: Code[]): Code {
  statements.push([code, ['local.set', local]])
  return get(local)
}

function typeOf({ operation }: Expr, { lanes, wide }: Spelling) {
  return MASKS.includes(operation) && lanes === 1 ? 'i32' : floatType(lanes, wide)
}

type ReadConstant = (constant: Expr) => Code

/** `own` spells the parts, of which a point has as many as fill its `lanes`. */
function emitParts(
  step: Step,
  known: readonly Parts[],
  readVariable: ReadVariable,
  readConstant: ReadConstant | undefined,
  own: Spelling,
  lanes: number,
): Parts {
  const { operation, name } = step.node
  if (operation === 'variable') return [readVariable(name)]
  const only = known[step.operands[0] as number] as Parts
  if (operation === 'widen') return emitWiden(only[0] as Code, lanes)
  if (operation === 'narrow') return [emitNarrow(only)]
  const first = emitPart(step, 0, known, readConstant, own)
  return lanes === own.lanes ? [first] : [first, emitPart(step, 1, known, readConstant, own)]
}

function emitPart(
  { node: { operation, args }, operands }: Step,
  part: number,
  known: readonly Parts[],
  readConstant: ReadConstant | undefined,
  own: Spelling,
): Code {
  const emit = OPERATIONS[operation as keyof typeof OPERATIONS]
  if (!emit) throw new Error(`${operation} of ${args.length} operands reached WebAssembly unexpanded`)
  const codes = new Array<Code>(args.length)
  for (let i = 0; i < args.length; i++)
    codes[i] = known[operands[i] as number]?.[part] ?? (readConstant?.(args[i] as Expr) as Code)
  return emit(codes, own, args)
}

/** Pushes the constants of one operation: read by the first of several copies, kept for the others. */
function constantReader(
  copies: number,
  locals: Pick<Locals, 'temporary'>,
  { pool, lanes, wide = false }: Spelling,
): ReadConstant {
  let read: Map<Expr, Code> | undefined
  return (constant) => {
    const known = read?.get(constant)
    if (known) return known
    const code = pool.float(constant.value, lanes, wide)
    if (copies === 1) return code
    const local = locals.temporary(floatType(lanes, wide))
    read ??= new Map()
    read.set(constant, get(local))
    return [code, ['local.tee', local]]
  }
}
