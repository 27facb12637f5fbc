/**
 * Formulas from text: a tokenizer, precedence by descent, and every mistake shown at its place. Nothing is
 * evaluated and no text runs as code. Length, depth and size are bounded before they can cost anything.
 *
 *   formula     choice [where name = choice {, name = choice}]
 *   choice      sum [< sum] [? choice : choice]
 *   sum         term {+ term}             term      [−] factor {· factor}
 *   factor      [−] power                 power     √atom | atom [^ factor | ²]
 *   atom        number | name | name(choice, …) | (choice) | |choice| | ⌊choice⌋
 */

import { nearestName } from '../../base/index.ts'
import { apply, constant, type Expr, type Primitive, select, variable } from '../expr.ts'
import { complain, type Span } from './complain.ts'
import { HIGHEST_POWER, power } from './power.ts'
import { product } from './product.ts'
import { type Token, tokenise } from './tokens.ts'
import { CONSTANTS, FUNCTIONS_BY_NAME } from './vocabulary.ts'

export interface ParseOptions {
  /** Names besides x that the formula may use. They become variables. */
  readonly parameters?: Iterable<string>
}

/** A formula as read. */
export interface Formula {
  /** In x, the parameters given, and the learned ones. */
  readonly expression: Expr
  /** Parameters that the text itself declares, as `a = learned(0.25)`, with where they begin. */
  readonly learned: ReadonlyMap<string, number>
}

/** What a formula may measure: far beyond any that a person writes, and short to refuse. */
const LIMITS = { length: 10_000, tokens: 4000, depth: 200 }

/**
 * The expression that a text writes: `parseExpression('x * sigmoid(1.702 * x)')`. It reads all that `toText`
 * prints. A product is a `gate` where it needs to be to have its limit: see `product.ts`.
 * Throws a UsageError that shows the place.
 */
export function parseExpression(text: string, options: ParseOptions = {}): Expr {
  const { expression, learned } = parseFormula(text, options)
  const [name] = learned.keys()
  if (name === undefined) return expression
  const start = text.indexOf('learned')
  return complain(text, { start, end: start + 7 }, `${name} is learned, and an expression alone cannot learn`)
}

/** As `parseExpression`, for formulas that may declare learned parameters of their own. */
export function parseFormula(text: string, { parameters = [] }: ParseOptions = {}): Formula {
  if (text.length > LIMITS.length)
    complain(text, { start: LIMITS.length, end: text.length }, 'a formula is too long', {
      expected: `at most ${LIMITS.length} characters`,
      got: `${text.length}`,
    })
  const tokens = tokenise(text)
  const beyond = tokens[LIMITS.tokens]
  if (beyond)
    complain(text, beyond, 'a formula is too large', { expected: `at most ${LIMITS.tokens} signs and names` })
  return new Parser(text, tokens, new Set(parameters)).formula()
}

const COMPARISONS: Readonly<Record<string, (a: Expr, b: Expr) => Expr>> = {
  '<': (a, b) => a.lt(b),
  '>': (a, b) => a.gt(b),
  '≤': (a, b) => a.le(b),
  '≥': (a, b) => a.ge(b),
  '=': (a, b) => a.eq(b),
}

/** What stands between `(`, `|` or `⌊` and its counterpart. */
const BRACKETS: Readonly<Record<string, { readonly close: string; readonly around?: Primitive }>> = {
  '(': { close: ')' },
  '|': { close: '|', around: 'abs' },
  '⌊': { close: '⌋', around: 'floor' },
}

class Parser {
  readonly #text: string
  readonly #tokens: readonly Token[]
  readonly #names = new Map<string, Expr>()
  readonly #learned = new Map<string, number>()
  #at = 0
  #depth = 0

  constructor(text: string, tokens: readonly Token[], parameters: ReadonlySet<string>) {
    this.#text = text
    this.#tokens = tokens
    for (const name of ['x', ...parameters]) this.#names.set(name, variable(name))
  }

  formula(): Formula {
    // A part may use those after it, as `toText` prints them: so the last is read first.
    const parts = this.#findParts()
    for (const start of parts.toReversed()) this.#define(start)
    this.#at = 0
    const expression = this.#number(() => this.#choice())
    const [first] = parts
    if (first === undefined || this.#at !== first - 1) this.#expect('', 'an operator, or the end')
    return { expression, learned: this.#learned }
  }

  /** Where the parts behind `where` begin: the places of their names. */
  #findParts(): number[] {
    const starts: number[] = []
    let depth = 0
    this.#tokens.forEach(({ text, kind }, i) => {
      depth += Number(text === '(') - Number(text === ')')
      const isClause = text === 'where' && kind === 'name' && this.#tokens[i + 1]?.text !== '('
      if (isClause || (depth === 0 && text === ',' && starts.length > 0)) starts.push(i + 1)
    })
    return starts
  }

  /** One part, `name = choice` or `name = learned(number)`. */
  #define(start: number): void {
    this.#at = start
    const name = this.#take()
    if (name.kind !== 'name') this.#unexpected(name, "a part, as in 'where a = 0.5'")
    if (this.#names.has(name.text)) this.#complain(name, `${shorten(name.text)} has two meanings`)
    this.#expect('=')
    const meaning = this.#next.text === 'learned' ? this.#learn(name.text) : this.#choice()
    if (this.#next.text !== ',') this.#expect('', "an operator, ',' or the end")
    this.#names.set(name.text, meaning)
  }

  #learn(name: string): Expr {
    this.#take()
    this.#expect('(')
    const first = this.#next
    const { operation, value } = this.#factor()
    if (operation !== 'constant' || !Number.isFinite(value))
      this.#complain(this.#since(first), 'learned() takes the number to begin with')
    this.#expect(')')
    this.#learned.set(name, value)
    return variable(name)
  }

  /** A value, or a condition. */
  #choice(): Expr {
    return this.#deeper(() => {
      const first = this.#next
      const left = this.#sum()
      const compare = COMPARISONS[this.#next.text]
      if (!compare && this.#next.text !== '?') return left
      const condition = compare ? this.#compare(left, first, compare) : left
      if (this.#next.text !== '?') return condition
      if (!isCondition(condition)) this.#complain(this.#since(first), "before '?' stands no comparison")
      this.#take()
      const whenTrue = this.#number(() => this.#choice())
      this.#expect(':')
      return select(
        condition,
        whenTrue,
        this.#number(() => this.#choice()),
      )
    })
  }

  #compare(left: Expr, first: Token, compare: (a: Expr, b: Expr) => Expr): Expr {
    this.#requireNumber(left, first)
    this.#take()
    const right = this.#number(() => this.#sum())
    if (COMPARISONS[this.#next.text])
      this.#complain(this.#next, 'a comparison has two sides', {
        hint: 'Write 0 < x < 1 ? a : b as x > 0 ? (x < 1 ? a : b) : b.',
      })
    return compare(left, right)
  }

  #sum(): Expr {
    return this.#binary(() => this.#term(), {
      '+': (a, b) => a.add(b),
      '-': (a, b) => a.sub(b),
    })
  }

  /** A sign in front belongs to the whole product, and changes nothing about its value. */
  #term(): Expr {
    const negative = this.#next.text === '-'
    if (negative || this.#next.text === '+') this.#take()
    const value = this.#binary(() => this.#factor(), { '*': product, '/': (a, b) => a.div(b) })
    return negative ? this.#negate(value) : value
  }

  #binary(operand: () => Expr, operators: Readonly<Record<string, (a: Expr, b: Expr) => Expr>>): Expr {
    const first = this.#next
    let left = operand()
    for (let apply = operators[this.#next.text]; apply; apply = operators[this.#next.text]) {
      this.#requireNumber(left, first)
      this.#take()
      left = apply(left, this.#number(operand))
    }
    return left
  }

  #factor(): Expr {
    return this.#deeper(() => {
      if (this.#next.text !== '-') return this.#power()
      this.#take()
      return this.#negate(this.#number(() => this.#factor()))
    })
  }

  #negate(value: Expr): Expr {
    this.#requireNumber(value, this.#next)
    return value.operation === 'constant' ? constant(-value.value) : value.neg()
  }

  #power(): Expr {
    const first = this.#next
    if (first.text === '√') {
      this.#take()
      return this.#number(() => this.#atom()).sqrt()
    }
    const base = this.#atom()
    const sign = this.#next
    if (sign.text !== '^' && sign.kind !== 'power') return base
    this.#requireNumber(base, first)
    this.#take()
    const exponent = sign.kind === 'power' ? constant(sign.value) : this.#number(() => this.#factor())
    const value = power(base, exponent)
    if (value) return value
    const expected = `an exponent from −${HIGHEST_POWER} to ${HIGHEST_POWER}, and a base above 0 if it varies`
    return this.#complain(this.#since(first), 'a power is out of range', { expected })
  }

  #atom(): Expr {
    const token = this.#take()
    if (token.kind === 'number') return constant(token.value)
    if (token.kind === 'name') return this.#next.text === '(' ? this.#call(token) : this.#lookUp(token)
    const bracket = BRACKETS[token.text]
    if (bracket) return this.#enclosed(bracket)
    return CONSTANTS.get(token.text) ?? this.#unexpected(token, 'a number, a name or an opening bracket')
  }

  #enclosed({ close, around }: (typeof BRACKETS)[string]): Expr {
    const value = around ? this.#number(() => this.#choice()) : this.#choice()
    this.#expect(close, `an operator, or '${close}'`)
    return around ? apply(around, value) : value
  }

  #call(name: Token): Expr {
    const entry = FUNCTIONS_BY_NAME.get(name.text)
    if (!entry || this.#names.has(name.text)) return this.#unknown(name, 'function', FUNCTIONS_BY_NAME.keys())
    this.#take()
    const args: Expr[] = []
    const [least, most] = entry.arity
    do {
      const wantsCondition = entry.build === select && args.length === 0
      args.push(wantsCondition ? this.#condition() : this.#number(() => this.#choice()))
    } while (this.#next.text === ',' && this.#take())
    this.#expect(')', "an operator, ',' or ')'")
    if (args.length >= least && args.length <= most) return entry.build(...(args as [Expr, Expr, Expr]))
    const expected = `${least === most ? least : `${least} to ${most}`}`
    return this.#complain(this.#since(name), `the number of arguments of ${name.text} is wrong`, {
      expected,
      got: `${args.length}`,
    })
  }

  #lookUp(name: Token): Expr {
    const known = this.#names.get(name.text) ?? CONSTANTS.get(name.text)
    if (known) return known
    if (FUNCTIONS_BY_NAME.has(name.text))
      this.#complain(name, `${name.text} is a function`, { hint: `Write ${name.text}(x).` })
    return this.#unknown(name, 'name', [
      ...this.#names.keys(),
      ...CONSTANTS.keys(),
      ...FUNCTIONS_BY_NAME.keys(),
    ])
  }

  #unknown(name: Token, what: string, known: Iterable<string>): never {
    const near = name.text.length <= 40 ? nearestName(name.text, known) : undefined
    const parts = [...this.#names.keys()].join(', ')
    return this.#complain(name, `there is no ${what} ${shorten(name.text)}`, {
      hint: near ? `Did you mean ${near}?` : `The variables are ${parts}; name others behind 'where'.`,
    })
  }

  #condition(): Expr {
    const first = this.#next
    const value = this.#choice()
    return isCondition(value)
      ? value
      : this.#complain(this.#since(first), 'this is no comparison', { expected: 'a condition such as x > 0' })
  }

  #number(read: () => Expr): Expr {
    const first = this.#next
    const value = read()
    this.#requireNumber(value, first)
    return value
  }

  #requireNumber(value: Expr, first: Token): void {
    if (isCondition(value))
      this.#complain(this.#since(first), 'a comparison is not a number', { hint: 'Write x > 0 ? 1 : 0.' })
  }

  #deeper(read: () => Expr): Expr {
    if (++this.#depth > LIMITS.depth)
      this.#complain(this.#next, 'a formula is nested too deeply', {
        expected: `at most ${LIMITS.depth / 2} levels`,
      })
    const value = read()
    this.#depth--
    return value
  }

  get #next(): Token {
    return this.#tokens[this.#at] as Token
  }

  #take(): Token {
    const token = this.#next
    if (token.kind !== 'end') this.#at++
    return token
  }

  /** Takes this sign; '' is the end of the text. */
  #expect(text: string, expected = `'${text}'`): void {
    const token = this.#take()
    if (token.text !== text) this.#unexpected(token, expected)
  }

  #unexpected(token: Token, expected: string): never {
    const what = token.kind === 'end' ? 'the text ends early' : `unexpected '${shorten(token.text)}'`
    return this.#complain(token, what, { expected })
  }

  #since({ start }: Token): Span {
    return { start, end: this.#tokens[this.#at - 1]?.end ?? start }
  }

  #complain(span: Span, problem: string, parts: Parameters<typeof complain>[3] = {}): never {
    return complain(this.#text, span, problem, parts)
  }
}

/** Comparisons go into choices alone. */
function isCondition({ operation }: Expr): boolean {
  return operation === 'lt' || operation === 'le' || operation === 'eq'
}

function shorten(name: string): string {
  return name.length <= 40 ? name : `${name.slice(0, 39)}…`
}
