/**
 * `npm run check:webgpu`: compiles and runs the printed WGSL of every formula, value and derivative, in a
 * browser — with a GPU where there is one, else on SwiftShader — and reports how far it is from the definition.
 *
 * It needs Chromium: `chromium`, or what OGEE_CHROMIUM names. Without it, or without WebGPU in it, the exit
 * code is 1: no check is no success.
 */

import { simulate } from '../../../../src/expr/approx/simulate.ts'
import {
  constant,
  derive,
  type Expr,
  evaluateAll,
  expandForFloat32,
  substitute,
  toCode,
  X,
} from '../../../../src/expr/index.ts'
import { type Answer, replyOf } from '../../../browser/chromium.ts'
import { FORMULAS } from './entries.ts'
import { shaderOf } from './shader.ts'

/** ±2⁻²⁰ to ±2⁷, 40 to an octave, and some beyond: to 10⁴, from where on sin and cos lose digits. */
const SIZES = [...Array.from({ length: 27 * 40 }, (_, i) => 2 ** (i / 40 - 20)), 0, 200, 1e3, 1e4]
const XS = Float32Array.from(SIZES.flatMap((x) => [x, -x]))

/**
 * In units of 2⁻²⁴ of the truth, of what rounding x makes of it, or of 2⁻⁴, whichever is most: what crosses 0 is
 * a difference of larger terms, and sin(30·x) of large x rests on the rounding of 30·x.
 */
const TOLERANCE = 32
const FLOOR = 2 ** -4
const LARGEST = 3.4e38

/** Whole n alone. */
const CASES = FORMULAS.filter(({ name }) => name !== 'row pow2').flatMap((formula) =>
  (['value', 'derivative'] as const).map((what) => {
    const { name, parameters, [what]: expr } = formula
    const code = toCode(expr, 'wgsl', { name: 'printed', parameters })
    return { name: `${name}, ${what}`, expr, parameters, code }
  }),
)

const say = (line: string) => process.stdout.write(`${line}\n`)

/** Runs in the page: a shader after the other over the same numbers. */
const PAGE = `<!doctype html><script type="module">
const { shaders, xs } = await (await fetch('request')).json()
const send = (reply) => fetch('reply', { method: 'POST', body: JSON.stringify(reply) })
const adapter = await navigator.gpu?.requestAdapter()
if (!adapter) await send({ problem: 'there is no WebGPU here' })
const device = await adapter.requestDevice()
const data = Float32Array.from(xs)
const results = []
for (const code of shaders) {
  device.pushErrorScope('validation')
  const module = device.createShaderModule({ code })
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module, entryPoint: 'main' } })
  const error = await device.popErrorScope()
  if (error) { results.push(error.message); continue }
  const { COPY_DST, COPY_SRC, MAP_READ, STORAGE } = GPUBufferUsage
  const buffer = (usage) => device.createBuffer({ size: data.byteLength, usage })
  const [input, output, read] = [STORAGE | COPY_DST, STORAGE | COPY_SRC, COPY_DST | MAP_READ].map(buffer)
  device.queue.writeBuffer(input, 0, data)
  const entries = [input, output].map((buffer, binding) => ({ binding, resource: { buffer } }))
  const encoder = device.createCommandEncoder()
  const pass = encoder.beginComputePass()
  pass.setPipeline(pipeline)
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }))
  pass.dispatchWorkgroups(data.length)
  pass.end()
  encoder.copyBufferToBuffer(output, 0, read, 0, data.byteLength)
  device.queue.submit([encoder.finish()])
  await read.mapAsync(GPUMapMode.READ)
  results.push(Array.from(new Float32Array(read.getMappedRange()), String))
}
await send({ adapter: adapter.info.vendor + ' ' + adapter.info.architecture, results })
</script>`

interface Reply {
  readonly problem?: string
  readonly adapter: string
  /** Numbers as text, or what the compiler says. */
  readonly results: readonly (string | readonly string[])[]
}

const FLAGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']

async function runInBrowser(): Promise<Reply> {
  const shaders = CASES.map(({ code }) => shaderOf(code))
  const request: Answer = { type: 'application/json', body: JSON.stringify({ shaders, xs: Array.from(XS) }) }
  const answer = (path: string): Answer => (path === '/request' ? request : { type: 'text/html', body: PAGE })
  try {
    return (await replyOf({ answer, flags: FLAGS })) as Reply
  } catch (error) {
    return { problem: String(error), adapter: '', results: [] }
  }
}

function errorOf(got: number, want: number, effect: number): number {
  if (!Number.isFinite(want) || Math.abs(want) > LARGEST) return 0
  const scale = Math.max(FLOOR, Math.abs(want), Number.isFinite(effect) ? Math.abs(effect) : 0)
  const error = Math.abs(got - want) / (scale * 2 ** -24)
  return Number.isNaN(error) ? Infinity : error
}

function withDefaults(expr: Expr, parameters: Readonly<Record<string, number>>): Expr {
  return substitute(expr, new Map(Object.entries(parameters).map(([name, value]) => [name, constant(value)])))
}

/** Points at which float32 overflows on the way do not count: other targets compute such formulas in float64. */
function worstOf({ name, expr, parameters }: (typeof CASES)[number], result: Reply['results'][number]) {
  if (typeof result === 'string') return { error: Infinity, text: `${name}: ${result}` }
  const [wanted, effects] = evaluateAll([expr, derive(expr, X).mul(X)], { x: XS, ...parameters })
  const [inFloat32] = simulate([expandForFloat32(withDefaults(expr, parameters))], { x: XS }, true)
  const found = Array.from(XS, (x, i) => {
    const [got, want] = [Number(result[i]), wanted?.[i] as number]
    const fits = Number.isFinite(inFloat32?.[i])
    return {
      error: fits ? errorOf(got, want, effects?.[i] as number) : 0,
      text: `${name} at ${x}: ${got}, not ${want}`,
    }
  })
  return found.reduce((a, b) => (b.error > a.error ? b : a))
}

const { problem, adapter, results } = await runInBrowser()
say(problem ? `NOT CHECKED: ${problem}` : `${CASES.length} functions at ${XS.length} points on ${adapter}`)
const worst = results.map((result, i) => worstOf(CASES[i] as (typeof CASES)[number], result))
for (const { error, text } of worst.toSorted((a, b) => b.error - a.error))
  say(`  ${error > TOLERANCE ? 'WRONG ' : ''}${error.toFixed(1)} units, ${text}`)
process.exitCode = problem || worst.some(({ error }) => error > TOLERANCE) ? 1 : 0
