/**
 * Makes the vectors beside it: `node test/vectors/make.ts` (needs gcc with libquadmath). Each file holds
 * float32 inputs, and a function's values and slopes there in 113-bit arithmetic rounded once to float64.
 */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MAGNITUDES = [
  0,
  2 ** -149,
  1e-40,
  2 ** -126,
  1e-30,
  1e-19,
  2 ** -24,
  1e-6,
  0.00030517578125,
  0.01,
  0.1,
  0.25,
  0.35,
  0.47,
  0.55,
  0.7,
  0.75,
  0.85,
  1,
  1.25,
  1.5,
  1.9,
  2.5,
  2.9999998,
  3,
  3.0000002,
  4.13,
  5,
  5.9,
  6,
  6.1,
  7,
  8.5,
  9.2,
  10.1,
  12,
  13.1,
  14.4,
  16.7,
  17.5,
  20,
  33,
  44.5,
  60,
  87,
  88.6,
  89,
  91,
  103,
  104.5,
  150,
  1000,
  1e10,
  1.9e19,
  3e38,
  3.4028234663852886e38,
  Number.POSITIVE_INFINITY,
]
/** Where the slopes of gelu, mish and silu change their sign. */
const ZEROS_OF_SLOPES = [-0.7517916, -1.1924303, -1.2784645]

const folder = import.meta.dirname
const build = mkdtempSync(join(tmpdir(), 'truth-'))
const program = join(build, 'truth')
execFileSync('gcc', ['-O2', '-o', program, join(folder, 'truth.c'), '-lquadmath', '-lm'])

const inputs = Float32Array.from([...MAGNITUDES.flatMap((m) => [m, -m]), ...ZEROS_OF_SLOPES, Number.NaN])
for (const name of execFileSync(program, { encoding: 'utf8' }).trim().split('\n')) {
  const bytes = execFileSync(program, [name], { input: new Uint8Array(inputs.buffer) })
  const pairs = new Float64Array(new Uint8Array(bytes).buffer)
  const rows = [...inputs].map((x, i) => [x, pairs[2 * i] as number, pairs[2 * i + 1] as number].map(spell))
  const text = rows.map((row) => `    [${row.join(', ')}]`).join(',\n')
  writeFileSync(
    join(folder, `${name}.json`),
    `{\n  "function": "${name}",\n  "columns": ["x", "value", "slope"],\n  "rows": [\n${text}\n  ]\n}\n`,
  )
}
rmSync(build, { recursive: true })

/** JSON has no infinities, no NaN, and loses the sign of −0 in some readers: those are texts. */
function spell(value: number): string {
  if (Object.is(value, -0)) return '"-0"'
  return Number.isFinite(value) ? String(value).replace('e+', 'e') : `"${value}"`
}
