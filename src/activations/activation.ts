/**
 * What an activation is: one scalar expression with a name. Its derivative, its kernels on every target and
 * its properties follow from the expression; nothing about an activation is written twice.
 */

import { once } from '../base/index.ts'
import { derive, type Expr, type Operand, simplify, toExpr, X } from '../expr/index.ts'
import { DISPLAY, displayOf, type MediaBundle } from './display.ts'
import { completeFacts, type Facts, type StatedFacts } from './entry.ts'
import { type EvaluateOptions, type Evaluation, evaluateOn } from './evaluate.ts'
import { readFormula } from './formula.ts'
import { type Parameter, variantName, withDefaults } from './parameter.ts'

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
  /** What a notebook shows: the formula and the drawing of function and derivative. */
  [DISPLAY](): MediaBundle
}

/**
 * Makes an activation from a function of expressions, `activation('mine', (x) => gate(x, sigmoid(x.mul(1.3))))`,
 * or from text, `activation('mine', 'x * sigmoid(b*x) where b = learned(1.3)')`. Self-gated functions of
 * expressions keep their limits at ±∞ as `gate(x, …)` rather than `x.mul(…)`; text sees to that by itself,
 * and to forms that keep their digits: `x / (1 + exp(-x))` is silu, tail and limit included.
 * Throws a UsageError for text that is no formula, or the formula of no function.
 */
export function activation<P extends string = never>(
  name: string,
  formula: (x: Expr, parameters: Readonly<Record<P, Expr>>) => Expr,
  options?: ActivationOptions<P>,
): Activation<P>
export function activation(name: string, formula: string, options?: ActivationOptions<string>): Activation
export function activation<P extends string>(
  name: string,
  formula: string | ((x: Expr, parameters: Readonly<Record<P, Expr>>) => Expr),
  options: ActivationOptions<P> = {},
): Activation<P> {
  const given = options.parameters ?? ({} as Record<P, Parameter>)
  if (typeof formula !== 'string') return make(name, formula, given, options)
  const read = readFormula(name, formula, given)
  return make(name, read.formula, read.parameters, { summary: formula, ...options })
}

function make<P extends string>(
  name: string,
  formula: (x: Expr, parameters: Readonly<Record<P, Expr>>) => Expr,
  parameters: Readonly<Record<P, Parameter>>,
  facts: StatedFacts,
): Activation<P> {
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
    ...Object.fromEntries(Object.entries(completeFacts(facts)).map(([key, value]) => [key, { value }])),
    expression: { get: expression },
    [DISPLAY]: {
      value: () => displayOf({ name, expression: expression(), derivative: derivative() }),
    },
    derivative: { get: derivative },
    evaluate: {
      value: (xs: ArrayLike<number>, options: EvaluateOptions = {}) =>
        evaluateOn(expression(), derivative(), xs, options),
    },
    with: {
      value: (values: Readonly<Partial<Record<P, number>>>) =>
        make(variantName(name, values), formula, withDefaults(name, parameters, values), facts),
    },
  }) as Activation<P>
}
