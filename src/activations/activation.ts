/**
 * What an activation is: one scalar expression with a name. Its derivative, its kernels on every target and
 * its properties follow from the expression; nothing about an activation is written twice.
 */

import { OgeeError } from '../base/index.ts'
import { derive, type Expr, type Operand, simplify, toExpr, X } from '../expr/index.ts'
import { completeFacts, type Facts, type StatedFacts } from './entry.ts'
import { type EvaluateOptions, type Evaluation, evaluateOn } from './evaluate.ts'

/** A number that shapes an activation. */
export interface Parameter {
  readonly default: number
  /** Lowest and highest value that make sense. */
  readonly range: readonly [low: number, high: number]
  /** Trained with the weights, unless given a fixed value. */
  readonly learned?: true
}

export interface ActivationOptions<P extends string> extends StatedFacts {
  readonly parameters?: Readonly<Record<P, Parameter>>
}

/** An activation is a function from expression to expression: `gelu(x)`, `elu(x, { alpha: 0.5 })`. */
export interface Activation<P extends string = string> extends Facts {
  (x: Operand, parameters?: Readonly<Partial<Record<P, Operand>>>): Expr
  readonly name: string
  readonly kind: 'elementwise'
  readonly parameters: Readonly<Record<P, Parameter>>
  /** The value as an expression in `X`, all parameters at their defaults. */
  readonly expression: Expr
  /** Its derivative in `X`, simplified. */
  readonly derivative: Expr
  /** Its value and derivative at every number of `xs`, computed on a device, parameters at their defaults. */
  evaluate(xs: ArrayLike<number>, options?: EvaluateOptions): Evaluation
  /** The same activation with other defaults: `elu.with({ alpha: 0.5 })`. They are no longer learned. */
  with(values: Readonly<Partial<Record<P, number>>>): Activation<P>
}

/**
 * Makes an activation: `activation('mine', (x) => x.mul(sigmoid(x.mul(1.3))))`. Write self-gated ones as
 * `gate(x, …)` rather than `x.mul(…)`, and they keep their limits at ±∞.
 */
export function activation<P extends string = never>(
  name: string,
  formula: (x: Expr, parameters: Readonly<Record<P, Expr>>) => Expr,
  options: ActivationOptions<P> = {},
): Activation<P> {
  const parameters = options.parameters ?? ({} as Record<P, Parameter>)
  const names = Object.keys(parameters) as P[]
  const call = (x: Operand, values?: Readonly<Partial<Record<P, Operand>>>): Expr => {
    const given = names.map((key) => [key, toExpr(values?.[key] ?? parameters[key].default)] as const)
    return simplify(formula(toExpr(x), Object.fromEntries(given) as Record<P, Expr>))
  }
  const expression = once(() => call(X))
  const derivative = once(() => simplify(derive(expression(), X)))
  return Object.defineProperties(call, {
    name: { value: name },
    kind: { value: 'elementwise' },
    parameters: { value: parameters, enumerable: true },
    ...Object.fromEntries(Object.entries(completeFacts(options)).map(([key, value]) => [key, { value }])),
    expression: { get: expression },
    derivative: { get: derivative },
    evaluate: {
      value: (xs: ArrayLike<number>, options: EvaluateOptions = {}) =>
        evaluateOn(expression(), derivative(), xs, options),
    },
    with: {
      value: (values: Readonly<Partial<Record<P, number>>>) =>
        activation(variantName(name, values), formula, {
          ...options,
          parameters: withDefaults(name, parameters, values),
        }),
    },
  }) as Activation<P>
}

/** Parameters with some defaults replaced. Throws for a parameter that does not exist or is out of range. */
function withDefaults<P extends string>(
  where: string,
  parameters: Readonly<Record<P, Parameter>>,
  values: Readonly<Partial<Record<P, number>>>,
): Record<P, Parameter> {
  const changed: Record<string, Parameter> = { ...parameters }
  for (const [key, value] of Object.entries(values) as [P, number][]) {
    const known: Parameter | undefined = parameters[key]
    if (!known)
      throw new OgeeError({
        where,
        problem: `no parameter "${key}"`,
        expected: Object.keys(parameters).join(' or ') || 'none',
      })
    const [low, high] = known.range
    if (!(value >= low && value <= high))
      throw new OgeeError({
        where,
        problem: `${key} is out of range`,
        expected: `a number from ${low} to ${high}`,
        got: `${value}`,
      })
    changed[key] = { default: value, range: known.range }
  }
  return changed as Record<P, Parameter>
}

function variantName(name: string, values: object): string {
  const settings = Object.entries(values).map(([key, value]) => `${key}=${value}`)
  return settings.length === 0 ? name : `${name}(${settings.join(', ')})`
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
