/** docs/EXACTNESS.md, from what was measured: at all inputs for some activations, on a grid for all. */

import { readFileSync, writeFileSync } from 'node:fs'
import type { Both } from './measure.ts'
import { type Measured, MOST_STEPS, MOST_ULPS } from './rule.ts'

interface Row {
  readonly ulps: number
  readonly at: number
  readonly steps: number
  readonly wrong: number
}

/** By name. */
export type Exhaustive = Readonly<Record<string, { readonly value: Row; readonly derivative: Row }>>

const EXHAUSTIVE = new URL('./exhaustive.json', import.meta.url)
const BOUNDS = new URL('../../src/activations/bounds.json', import.meta.url)
const PAGE = new URL('../../docs/EXACTNESS.md', import.meta.url)

export function readExhaustive(): Exhaustive {
  return JSON.parse(readFileSync(EXHAUSTIVE, 'utf8'))
}

export function writeExhaustive(known: Exhaustive): void {
  // The formatter writes exponents without a plus.
  writeFileSync(EXHAUSTIVE, `${JSON.stringify(known, null, 2).replaceAll('e+', 'e')}\n`)
}

/** `at` is 0 where nothing was worse than correctly rounded. */
export function rowOf([value, derivative]: Both): Exhaustive[string] {
  const row = ({ ulps, at, steps, wrong }: Measured): Row => ({
    ulps: roundUp(ulps),
    at: ulps > 0 ? at : 0,
    steps: roundUp(steps),
    wrong,
  })
  return { value: row(value), derivative: row(derivative) }
}

function roundUp(error: number): number {
  return Math.ceil(error * 1000) / 1000
}

export function writePage(): void {
  const bounds: Record<string, { value: number; derivative: number }> = JSON.parse(
    readFileSync(BOUNDS, 'utf8'),
  )
  const grid = Object.entries(bounds).map(
    ([name, { value, derivative }]) => `| ${name} | ${value} | ${derivative} |`,
  )
  writeFileSync(PAGE, `${HEAD}\n${exhaustiveRows().join('\n')}\n${MIDDLE}\n${grid.join('\n')}\n`)
}

function exhaustiveRows(): string[] {
  return Object.entries(readExhaustive()).map(([name, { value, derivative }]) => {
    const columns = [value, derivative].flatMap(({ ulps, at, steps, wrong }) => [
      ulps > 0.5 ? `${ulps} at ${Number(at.toPrecision(6))}` : '½',
      steps > 0.5 ? `${steps}` : '½',
      `${wrong}`,
    ])
    return `| ${[name, ...columns].join(' | ')} |`
  })
}

const HEAD = `# Exactness

How far values and derivatives on WebAssembly (float32) are from the definition in float64, which the tests hold to
113-bit values. The rule: at most ${MOST_ULPS} units of the last place of float32 wherever the truth is a normal number, and
${MOST_STEPS} step of 2⁻¹⁴⁹ where it is subnormal; within 2⁻²⁰ of a zero that is not at 0, on the scale of what
the function reaches thereabouts, two roundings of that scale; no wrong infinity or NaN.

\`npm run exact -- NAME…\` and \`npm run exact -- --bounds\` write this page.

## At all 2³² inputs

½ is correctly rounded. *Steps* are the worst among subnormal results; *wrong* counts infinities and NaN out of place.

| | value: ulp | steps | wrong | derivative: ulp | steps | wrong |
|---|---|---|---|---|---|---|`

const MIDDLE = `
## Every activation, on a grid

A million inputs over the whole range, constants and zeros with their surroundings among them; parameters at their
defaults. In ulp, rounded up; \`ogee show\` prints them.

| | value | derivative |
|---|---|---|`
