/** The words of a formula: where each begins and ends, and nothing about what they mean together. */

import { SUPERSCRIPTS } from '../print/superscript.ts'
import { complain } from './complain.ts'

export interface Token {
  readonly kind: 'number' | 'name' | 'power' | 'sign' | 'end'
  /** As it was written; of a sign, in the spelling that the grammar knows. */
  readonly text: string
  /** Of numbers, and of powers in superscript. */
  readonly value: number
  /** Where it stands, in UTF-16 code units. */
  readonly start: number
  readonly end: number
}

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const NAME = /[\p{L}_][\p{L}\p{Nd}_]*/uy
const SIGN = /\*\*|<=|>=|==|[-+*/^(),?:|<>=·×−÷≤≥√⌊⌋∞]/y
const POWER = new RegExp(`⁻?[${SUPERSCRIPTS}]+`, 'y')
const SPACE = /\s*/y

/** Signs that mean the same. */
const SPELLINGS: Readonly<Record<string, string>> = {
  '·': '*',
  '×': '*',
  '−': '-',
  '÷': '/',
  '**': '^',
  '==': '=',
  '<=': '≤',
  '>=': '≥',
}

/** All tokens of a text, an `end` last. Throws for a character that no formula has. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  let at = skipSpace(text, 0)
  while (at < text.length) {
    const token = tokenAt(text, at)
    tokens.push(token)
    at = skipSpace(text, token.end)
  }
  return [...tokens, { kind: 'end', text: '', value: Number.NaN, start: text.length, end: text.length }]
}

function tokenAt(text: string, start: number): Token {
  const number = match(NUMBER, text, start)
  if (number !== undefined) return numberToken(text, number, start)
  const name = match(NAME, text, start)
  if (name !== undefined) return tokenOf('name', name, Number.NaN, start)
  const power = match(POWER, text, start)
  if (power !== undefined) return tokenOf('power', power, superscriptValue(power), start)
  const sign = match(SIGN, text, start)
  if (sign !== undefined)
    return { ...tokenOf('sign', sign, Number.NaN, start), text: SPELLINGS[sign] ?? sign }
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0)
  return complain(text, { start, end: start + character.length }, `"${character}" has no meaning here`, {
    expected: 'a number, a name, or one of + - * / ^ ( ) , ? : < > =',
  })
}

function numberToken(text: string, digits: string, start: number): Token {
  const token = tokenOf('number', digits, Number(digits), start)
  if (Number.isFinite(token.value)) return token
  return complain(text, token, 'a number is too large', { expected: 'at most 1.8e308' })
}

function tokenOf(kind: Token['kind'], text: string, value: number, start: number): Token {
  return { kind, text, value, start, end: start + text.length }
}

function superscriptValue(text: string): number {
  const digits = [...text].map((digit) => (digit === '⁻' ? '-' : SUPERSCRIPTS.indexOf(digit)))
  return Number(digits.join(''))
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

function skipSpace(text: string, at: number): number {
  return at + (match(SPACE, text, at)?.length ?? 0)
}
