/**
 * Makes the vectors beside it: `npm run vectors -- NAME…`, without names all of them (needs gcc with
 * libquadmath). A file holds rows `x value slope` for a function with its defaults and with other parameters:
 * x in float32, the others in 113-bit arithmetic rounded once to float64. Where a function has kinks, and where
 * its value, slope or curvature crosses 0, it is asked at the float32 numbers on both sides.
 */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Activation, ELEMENTWISE, findElementwise } from '../../src/activations/index.ts'
import { derive, descend, evaluateAll, simplify, X } from '../../src/expr/index.ts'
import { VARIANTS } from './variants.ts'

/** Powers of two from the subnormals up, thresholds of exp, erfc and their squares, the ends of the range. */
const MAGNITUDES = [
  0,
  2 ** -149,
  2 ** -126,
  1e-30,
  2 ** -24,
  1e-6,
  3e-4,
  0.01,
  0.1,
  0.35,
  0.55,
  0.75,
  0.9,
  1,
  1.25,
  1.6,
  2,
  2.5,
  3,
  3.7,
  4.13,
  5,
  6,
  7,
  8.5,
  10,
  13,
  14.4,
  17,
  20,
  33,
  60,
  88.7,
  91,
  103,
  104.5,
  150,
  1000,
  1e10,
  1.9e19,
  3.4028234663852886e38,
  Number.POSITIVE_INFINITY,
]

/** Functions that are no activations. */
const PRIMITIVES = ['exp', 'expm1', 'log', 'log1p', 'erf', 'erfc', 'normalPdf', 'normalCdf']

const folder = import.meta.dirname
const build = mkdtempSync(join(tmpdir(), 'truth-'))
const program = join(build, 'truth')
execFileSync('gcc', ['-O2', '-o', program, join(folder, 'truth.c'), '-lquadmath', '-lm'])

const asked = process.argv.slice(2)
for (const name of asked.length > 0 ? asked : [...ELEMENTWISE.map((fn) => fn.name), ...PRIMITIVES]) {
  const sets = PRIMITIVES.includes(name) ? { '': rowsOf(name, []) } : setsOf(findElementwise(name))
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(sets, null, 2)}\n`)
}
rmSync(build, { recursive: true })

/** Rows by settings: '' for the defaults, 'alpha=2' for others. */
function setsOf(fn: Activation): Record<string, string[]> {
  const settings = ['', ...(VARIANTS[fn.name] ?? [])]
  return Object.fromEntries(
    settings.map((setting) => {
      const variant = setting === '' ? fn : findElementwise(`${fn.name}(${setting})`)
      const parameters = Object.values<{ default: number }>(variant.parameters)
      return [
        setting,
        rowsOf(
          fn.name,
          parameters.map(({ default: value }) => String(value)),
          ownPoints(variant),
        ),
      ]
    }),
  )
}

function rowsOf(name: string, parameters: readonly string[], points: readonly number[] = []): string[] {
  const all = [...MAGNITUDES.flatMap((m) => [m, -m]), ...points, Number.NaN]
  const inputs = Float32Array.from(
    new Set(all.map(Math.fround).map((x) => (Object.is(x, -0) ? '-0' : x))),
    Number,
  )
  const bytes = execFileSync(program, [name, ...parameters], { input: new Uint8Array(inputs.buffer) })
  const pairs = new Float64Array(new Uint8Array(bytes).buffer)
  return Array.from(inputs, (x, i) => [spell32(x), spell(pairs[2 * i]), spell(pairs[2 * i + 1])].join(' '))
}

/** Kinks, and both sides of the zeros of value, slope and curvature nearest to 0. */
function ownPoints({ expression, derivative }: Activation): number[] {
  const grid = Array.from({ length: 16385 }, (_, i) => -16 + i / 512 + 1e-5)
  const exprs = [expression, derivative, simplify(derive(derivative, X))]
  const zeros = exprs.flatMap((expr) => {
    const at = (xs: readonly number[]) => evaluateAll([expr], { x: xs })[0] as Float64Array
    const values = at(grid)
    const changes = grid
      .slice(1)
      .flatMap((_, i) => ((values[i] as number) * (values[i + 1] as number) < 0 ? [i] : []))
    return changes
      .map((i) => {
        let [low, high] = [grid[i] as number, grid[i + 1] as number]
        for (let step = 0; step < 40; step++) {
          const middle = (low + high) / 2
          if ((at([middle])[0] as number) * (values[i] as number) > 0) low = middle
          else high = middle
        }
        return low
      })
      .sort((a, b) => Math.abs(a) - Math.abs(b))
      .slice(0, 4)
  })
  const compared = descend([expression, derivative]).flatMap(({ operation, args }) =>
    ['lt', 'le', 'eq', 'min', 'max'].includes(operation) ? args.map(({ value }) => value) : [],
  )
  const kinks = compared.filter((value) => Number.isFinite(value) && Math.abs(value) <= 1e6)
  return [...kinks.flatMap((kink) => [kink, -kink]), ...zeros].flatMap(neighbours)
}

/** The float32 numbers at x and next to it. */
function neighbours(x: number): number[] {
  const bits = new Int32Array(Float32Array.of(x).buffer)
  const [middle = 0] = bits
  return [middle, middle - 1, middle + 1].map((n) => new Float32Array(Int32Array.of(n).buffer)[0] as number)
}

/** The shortest decimal that rounds to the float32 number. */
function spell32(x: number): string {
  const digits = [1, 2, 3, 4, 5, 6, 7, 8].find((n) => Math.fround(Number(x.toPrecision(n))) === x) ?? 9
  return spell(Number.isFinite(x) && x !== 0 ? Number(x.toPrecision(digits)) : x)
}

function spell(value = Number.NaN): string {
  return Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e')
}
