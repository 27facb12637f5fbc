/**
 * Activations that look along an axis: functions from graph node to graph node. Kernels, layouts and gradients
 * follow from the operations that they are made of. Entries hold no tensors: learned parameters are handed in.
 */

import { nearestName, normalizeAxis, UsageError } from '../../base/index.ts'
import { constant } from '../../expr/index.ts'
import { elementwise, type Node } from '../../graph/index.ts'
import { completeFacts, type Facts, type StatedFacts } from '../entry.ts'
import { type Parameter, variantName } from '../parameter.ts'
import { evaluateNode, type VectorEvaluateOptions, type VectorEvaluation } from './evaluate.ts'

/** Numbers and choices that decide which graph is built. */
type Settings = Readonly<Record<string, number | string | boolean>>

/** What a setting may be. */
interface Setting<T = number | string | boolean> {
  readonly default: T
  readonly allows: (value: unknown) => boolean
  /** What it allows, in words. */
  readonly expected: string
}

/** One of a few values; the first is the default. */
export function choice<const T extends string | boolean>(...values: readonly [T, ...T[]]): Setting<T> {
  const allows = (value: unknown) => values.some((each) => each === value)
  return { default: values[0], allows, expected: values.join(' or ') }
}

/** A whole number of at least `from`. */
export function count(value: number, from: number, to = Number.POSITIVE_INFINITY): Setting<number> {
  const allows = (n: unknown) => Number.isInteger(n) && (n as number) >= from && (n as number) <= to
  const expected = to === Number.POSITIVE_INFINITY ? `of at least ${from}` : `from ${from} to ${to}`
  return { default: value, allows, expected: `a whole number ${expected}` }
}

/** Numbers uniform in (0, 1), as many as a shape holds. */
type Uniform = (shape: Node['shape']) => Node

interface PlaceOptions {
  /** Counted from the front, or from the back when negative. */
  readonly axis?: number
  /** Where random numbers come from, for those that draw some. Absent: as in evaluation, none are drawn. */
  readonly uniform?: Uniform | undefined
}

/** Parameters that are nodes broadcast against the input, and gradients flow into them. */
export type VectorOptions<P extends string, S extends Settings> = PlaceOptions &
  Readonly<Partial<Record<P, number | Node>>> &
  Partial<S>

export interface VectorActivation<P extends string = never, S extends Settings = Record<never, never>>
  extends Facts {
  (x: Node, options?: VectorOptions<P, S>): Node
  readonly name: string
  readonly kind: 'vector'
  /** Along which it acts where no axis is given. */
  readonly axis: number
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly settings: Readonly<Record<string, Setting>>
  /** Whether it draws random numbers while a network trains. */
  readonly random: boolean
  /** The same with other defaults: `entmax.with({ alpha: 1.2 })`. Parameters given are no longer learned. */
  with(values: Readonly<Partial<Record<P, number>>> & Partial<S>): VectorActivation<P, S>
  /** Its values on a device: `softmax.evaluate([2, 1, 0.1]).value`. */
  evaluate(xs: ArrayLike<number>, options?: VectorEvaluateOptions & VectorOptions<P, S>): VectorEvaluation
}

/** What a formula is given: all of it checked, and complete. */
interface Call<P extends string, S extends Settings> {
  /** From 0. */
  readonly axis: number
  readonly parameters: Readonly<Record<P, Node>>
  readonly settings: S
  readonly uniform: Uniform | undefined
}

interface VectorParts<P extends string, S extends Settings> extends StatedFacts {
  /** Default: −1. */
  readonly axis?: number
  readonly parameters?: Readonly<Record<P, Parameter>>
  readonly settings?: { readonly [K in keyof S]: Setting<S[K]> }
  readonly random?: boolean
}

export function vectorActivation<P extends string = never, S extends Settings = Record<never, never>>(
  name: string,
  formula: (x: Node, call: Call<P, S>) => Node,
  parts: VectorParts<P, S>,
): VectorActivation<P, S> {
  const { axis = -1, parameters, settings, random = false, ...facts } = parts
  const entry = {
    name,
    axis,
    parameters: parameters ?? {},
    settings: settings ?? {},
    random,
    ...completeFacts(facts),
  }
  const call = (x: Node, options: PlaceOptions = {}): Node => {
    const { axis = entry.axis, uniform, ...values } = options
    const complete = completeValues(entry, values) as Pick<Call<P, S>, 'parameters' | 'settings'>
    return formula(x, { axis: normalizeAxis(name, axis, x.shape.length), uniform, ...complete })
  }
  const evaluate = (xs: ArrayLike<number>, options: VectorEvaluateOptions & PlaceOptions = {}) => {
    const { device, shape, ...others } = options
    const place = { ...(device === undefined ? {} : { device }), ...(shape ? { shape } : {}) }
    return evaluateNode((x) => call(x, others), xs, place)
  }
  const variant = (values: Readonly<Record<string, number | string | boolean>>) =>
    vectorActivation(variantName(name, values), formula, {
      ...parts,
      ...changed(entry, values),
    } as typeof parts)
  const properties = Object.entries({ ...entry, kind: 'vector', evaluate, with: variant }).map(
    ([key, value]) => [key, { value }],
  )
  return Object.defineProperties(call, Object.fromEntries(properties)) as VectorActivation<P, S>
}

interface Accepting {
  readonly name: string
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly settings: Readonly<Record<string, Setting>>
}

/** Parameters as nodes, and settings, with defaults filled in. Throws for what there is not, or not like this. */
function completeValues(
  { name, parameters, settings }: Accepting,
  values: Readonly<Record<string, unknown>>,
) {
  for (const key of Object.keys(values))
    checkKnown(name, key, [...Object.keys(parameters), ...Object.keys(settings)])
  const nodes = Object.entries(parameters).map(([key, parameter]) => {
    const value = (values[key] ?? parameter.default) as number | Node
    return [key, typeof value === 'number' ? fixed(`${name} ${key}`, value, parameter) : value] as const
  })
  const chosen = Object.entries(settings).map(([key, setting]) => {
    const value = values[key] ?? setting.default
    if (setting.allows(value)) return [key, value] as const
    throw outOfRange(`${name} ${key}`, setting.expected, value)
  })
  return { parameters: Object.fromEntries(nodes), settings: Object.fromEntries(chosen) }
}

/** With other defaults. Throws for what there is not, or not like this. */
function changed(entry: Accepting, values: Readonly<Record<string, number | string | boolean>>) {
  completeValues(entry, values)
  const given = <T extends object>(
    each: Readonly<Record<string, T>>,
    change: (own: T, value: unknown) => T,
  ) =>
    Object.fromEntries(
      Object.entries(each).map(([key, own]) => [key, key in values ? change(own, values[key]) : own]),
    )
  return {
    parameters: given(entry.parameters, ({ range }, value) => ({ default: value as number, range })),
    settings: given(entry.settings, (own, value) => ({ ...own, default: value as Setting['default'] })),
  }
}

function fixed(where: string, value: number, { range: [low, high] }: Parameter): Node {
  if (value >= low && value <= high) return elementwise(constant(value), [])
  throw outOfRange(where, `a number from ${low} to ${high}`, value)
}

function outOfRange(where: string, expected: string, got: unknown): UsageError {
  return new UsageError({ where, problem: 'the value is out of range', expected, got: `${got}` })
}

function checkKnown(where: string, key: string, known: readonly string[]): void {
  if (known.includes(key)) return
  const near = nearestName(key, known)
  throw new UsageError({
    where,
    problem: `no option '${key}'`,
    expected: ['axis', ...known].join(' or '),
    ...(near ? { hint: `Did you mean '${near}'?` } : {}),
  })
}
