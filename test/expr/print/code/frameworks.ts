/**
 * `npm run check:frameworks [pytorch jax keras]`: runs the printed code of every formula where it is meant to
 * run, in float32 and float64, and compares values and automatic derivatives with the definition.
 *
 * It needs Pythons that have the frameworks: `python3`, and those that OGEE_PYTHON names, separated as in PATH.
 * A framework that none of them has is reported as not checked, and the exit code is 1: no check is no success.
 */

import { spawnSync } from 'node:child_process'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'
import { evaluateAll, toCode } from '../../../../src/expr/index.ts'
import { FORMULAS, type Formula } from './entries.ts'

/** What Python imports, and the precisions in which it computes: Keras' functions round float64 to float32. */
const FRAMEWORKS = {
  pytorch: { module: 'torch', precisions: ['float32', 'float64'] },
  jax: { module: 'jax', precisions: ['float32', 'float64'] },
  keras: { module: 'keras', precisions: ['float32'] },
} as const

type Framework = keyof typeof FRAMEWORKS
type Precision = keyof typeof TOLERANCES

/** Relative to the truth, or to `FLOOR` where it is smaller: frameworks lose their tails. */
const TOLERANCES = { float32: 1e-4, float64: 1e-9 } as const
const FLOOR = 1e-2

const NEAR = [
  ...[0, 1e-30, 1e-20, 1e-8, 1e-3, 0.1, 0.3, 0.5, 0.75, 1, 1.2, 1.5, 2, 2.5, 3, 3.7, 4, 5, 6, 8, 10, 13],
]
const FAR = [15, 20, 30, 50, 80, 89, 100, 150, 300, 710, 1e3, 1e5]
const XS = [...[...NEAR, ...FAR].flatMap((x) => [x, -x]).map(Math.fround), Infinity, -Infinity, NaN]

/** Of whole numbers or bits, and so not for automatic derivatives, nor for ±∞. */
const DISCRETE = /^row (exponent|mantissa|pow2|copySign)$/
const CHECKED = FORMULAS.filter(({ name }) => !DISCRETE.test(name))

/** By formula, precision, and 'value' or 'gradient'; 'nan', 'inf' and '-inf' are text. */
type Results = Readonly<
  Record<string, Record<Precision, Record<'value' | 'gradient', readonly (number | string)[]>>>
>

interface Finding {
  readonly kind: string
  readonly error: number
  readonly text: string
}

const say = (line: string) => process.stdout.write(`${line}\n`)

const python = (executable: string, args: readonly string[], input = '') =>
  spawnSync(executable, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, KERAS_BACKEND: 'jax', JAX_PLATFORMS: 'cpu' },
  })

function findPython(module: string): string | undefined {
  const candidates = [...(process.env.OGEE_PYTHON?.split(delimiter) ?? []), 'python3']
  return candidates.find((name) => python(name, ['-c', `import ${module}`]).status === 0)
}

function run(framework: Framework, executable: string): Results {
  const codes = CHECKED.map(({ name, value, parameters }) => [
    name,
    toCode(value, framework, { name: 'printed', parameters }),
  ])
  const request = {
    target: framework,
    precisions: FRAMEWORKS[framework].precisions,
    xs: XS.map(String),
    codes: Object.fromEntries(codes),
  }
  const script = fileURLToPath(new URL('./frameworks.py', import.meta.url))
  const { status, stdout, stderr } = python(executable, [script], JSON.stringify(request))
  if (status !== 0) throw new Error(`${framework}:\n${stderr}`)
  return JSON.parse(stdout) as Results
}

function compare({ name, value, derivative, parameters }: Formula, results: Results): Finding[] {
  const [values = [], slopes = []] = evaluateAll([value, derivative], { x: XS, ...parameters })
  return Object.entries(results[name] ?? {}).flatMap(([precision, { value, gradient }]) =>
    XS.flatMap((x, i) =>
      [
        { what: 'value', got: toNumber(value[i]), want: values[i] as number },
        { what: 'gradient', got: toNumber(gradient[i]), want: slopes[i] as number },
      ]
        .filter(({ what, want }) => !isFrameworksOwn(name, what, x, want, precision))
        .map(({ what, got, want }) => ({
          kind: `${precision} ${what}`,
          error: errorOf(got, want),
          text: `${name} at ${x}: ${got}, not ${want}`,
        })),
    ),
  )
}

/**
 * What is not ours to mend: slopes at ±∞, NaN and poles, results that float32 cannot hold, and softsign at ±∞,
 * which all frameworks compute as ∞/∞.
 */
function isFrameworksOwn(name: string, what: string, x: number, want: number, precision: string): boolean {
  if (what === 'gradient' && !(Number.isFinite(x) && Number.isFinite(want))) return true
  const overflows = precision === 'float32' && Math.abs(want) > 3.4e38
  return overflows || (/softsign/.test(name) && Math.abs(x) === Infinity)
}

function errorOf(got: number, want: number): number {
  if (got === want || (Number.isNaN(got) && Number.isNaN(want))) return 0
  const error = Math.abs(got - want) / Math.max(FLOOR, Math.abs(want))
  return Number.isNaN(error) ? Infinity : error
}

function toNumber(got: number | string | undefined): number {
  return typeof got === 'string' ? Number(got.replace('inf', 'Infinity')) : (got ?? Number.NaN)
}

function check(framework: Framework): boolean {
  const { module } = FRAMEWORKS[framework]
  const executable = findPython(module)
  if (!executable) {
    say(`${framework}: NOT CHECKED, no Python here has ${module}`)
    return false
  }
  const results = run(framework, executable)
  const findings = CHECKED.flatMap((formula) => compare(formula, results))
  const isWrong = ({ kind, error }: Finding) => error > TOLERANCES[kind.split(' ')[0] as Precision]
  const wrong = findings.filter(isWrong)
  say(`${framework}: ${CHECKED.length} formulas at ${XS.length} points, ${wrong.length} results differ`)
  for (const [kind, ofKind] of Map.groupBy(findings, (finding) => finding.kind)) {
    const worst = ofKind.filter((finding) => !isWrong(finding)).reduce((a, b) => (b.error > a.error ? b : a))
    say(`  worst ${kind}: ${worst.error.toExponential(1)}, ${worst.text}`)
  }
  for (const { kind, text } of wrong) say(`  WRONG ${kind}: ${text}`)
  return wrong.length === 0
}

const chosen = process.argv.slice(2) as Framework[]
const checked = (chosen.length > 0 ? chosen : (Object.keys(FRAMEWORKS) as Framework[])).map(check)
process.exitCode = checked.every(Boolean) ? 0 : 1
