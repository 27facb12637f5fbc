/** What a target language is to the printer: a row for each primitive, and a frame around the result. */

import type { Expr, Primitive } from '../../expr.ts'
import { type Nested, type Notation, type Row, sumOf } from '../nest.ts'

/** How tightly notations bind, in the languages that have C's operators. */
export const CHOICE = 0
export const COMPARISON = 1
export const SUM = 2
export const PRODUCT = 3
export const UNARY = 4
export const POWER = 5
export const ATOM = 6

export interface Frame extends Nested {
  /** What is computed, as `prepare` left it. */
  readonly expr: Expr
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly default: number }[]
}

export interface Target {
  /** Rewrites what the language could not compute safely as it stands. */
  prepare(expr: Expr, defaults: ReadonlyMap<string, number>): Expr
  /** Of every primitive that `prepare` leaves. */
  readonly rows: { readonly [P in Primitive]?: Row }
  /** A node that has a shorter form than its row. */
  idiom?(node: Expr): Notation | undefined
  number(value: number): string
  /** The name of a function, parameter or local, in the language's manner and none of its words. */
  identifier(name: string): string
  /** The whole: imports, what it needs besides, and the function. */
  frame(frame: Frame): string
}

/** A function of any number of operands. */
export function call(name: string): Row {
  return { level: ATOM, operands: [CHOICE], write: (...args) => `${name}(${args.join(', ')})` }
}

/** An expression with holes {0}, {1}, … for operands that bind at least as tightly as `operands` say. */
export function form(text: string, level: number, ...operands: readonly number[]): Row {
  const holes = [...text.matchAll(/\{(\d)\}/g)].map(([, place]) => Number(place))
  const repeated = holes.filter((place, i) => holes.indexOf(place) !== i)
  return {
    level,
    operands,
    write: (...args) => text.replaceAll(/\{(\d)\}/g, (_, place) => args[Number(place)] ?? ''),
    ...(repeated.length > 0 ? { repeated } : {}),
  }
}

/** a·b + c, and a·b − c where c is negative. */
export function fused(operands: readonly number[]): Row {
  return { level: SUM, operands, write: (a, b, c) => sumOf(`${a} * ${b}`, c ?? '', '-') }
}

/** The arithmetic that C's descendants share. */
export const ARITHMETIC = {
  add: form('{0} + {1}', SUM, SUM, PRODUCT),
  sub: form('{0} - {1}', SUM, SUM, PRODUCT),
  mul: form('{0} * {1}', PRODUCT, PRODUCT, UNARY),
  div: form('{0} / {1}', PRODUCT, PRODUCT, UNARY),
  neg: form('-{0}', UNARY, POWER),
  lt: form('{0} < {1}', COMPARISON, SUM, SUM),
  le: form('{0} <= {1}', COMPARISON, SUM, SUM),
  eq: form('{0} == {1}', COMPARISON, SUM, SUM),
} as const

/** 'leaky relu' → leakyRelu: letters, digits and underscores, beginning with no digit. */
export function plainIdentifier(name: string, reserved: ReadonlySet<string>): string {
  const words = name.split(/[^\p{L}\p{Nd}_]+/u).filter(Boolean)
  const joined = words
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
  const legal = /^[\p{L}_]/u.test(joined) ? joined : `f${joined}`
  return reserved.has(legal) ? `${legal}_` : legal
}
