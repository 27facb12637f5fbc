/**
 * An activation's formula from text, and whether it is one: it must depend on x, be finite somewhere, and have
 * a slope somewhere. Where a function is undefined on a part of the line, that is its author's choice.
 */

import { UsageError } from '../base/index.ts'
import {
  constant,
  derive,
  type Expr,
  evaluateAll,
  parseFormula,
  simplify,
  stabilise,
  substitute,
  X,
} from '../expr/index.ts'
import type { Parameter } from './parameter.ts'

export interface ReadFormula {
  readonly formula: (x: Expr, parameters: Readonly<Record<string, Expr>>) => Expr
  /** Those given, and those that the text declares as learned. */
  readonly parameters: Readonly<Record<string, Parameter>>
}

/** 'mine = x * sigmoid(x)', as a formula is named on the command line, in its two parts; `x = …` names nothing. */
export function splitFormula(text: string): { readonly name: string | undefined; readonly formula: string } {
  const [, name, formula] = NAMED.exec(text) ?? []
  return { name, formula: (formula ?? text).trim() }
}

const NAMED = /^\s*(?!x\s*=)([\p{L}_][\p{L}\p{Nd}_-]*)\s*=(?!=)(.*)$/su

/** A text may begin anywhere; what it learns from there has no bounds that we know. */
const LEARNED_RANGE: Parameter['range'] = [-1e30, 1e30]

/** Throws a UsageError, with the place where there is one. */
export function readFormula(
  name: string,
  text: string,
  given: Readonly<Record<string, Parameter>>,
): ReadFormula {
  const { expression: written, learned } = parseFormula(text, { parameters: Object.keys(given) })
  const expression = stabilise(written)
  const own = [...learned].map(([key, value]): [string, Parameter] => [
    key,
    { default: value, range: LEARNED_RANGE, learned: true },
  ])
  const parameters = { ...given, ...Object.fromEntries(own) }
  const defaults = Object.entries(parameters).map(([key, value]) => [key, constant(value.default)] as const)
  check(name, text, simplify(substitute(expression, new Map(defaults))))
  return {
    formula: (x, values) => substitute(expression, new Map([...Object.entries(values), ['x', x]])),
    parameters,
  }
}

/** 0, and powers of two to either side, far enough to find what is flat for a long way. */
const POINTS: readonly number[] = [
  0,
  ...Array.from({ length: 120 }, (_, i) => 2 ** (i / 2 - 15)).flatMap((x) => [x, -x]),
]

function check(name: string, text: string, expression: Expr): void {
  const slope = simplify(derive(expression, X))
  const [values = [], slopes = []] = evaluateAll([expression, slope], { x: POINTS }).map((all) =>
    Array.from(all).filter(Number.isFinite),
  )
  const problem =
    values.length === 0
      ? 'the formula is finite nowhere'
      : values.every((value) => value === values[0])
        ? 'the formula does not depend on x'
        : slopes.length === 0
          ? 'the formula has a slope nowhere'
          : undefined
  if (problem) throw new UsageError({ where: name, problem, got: text })
}
