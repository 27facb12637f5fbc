/**
 * `npm run exact -- NAME…`: activations at all 2³² inputs of float32, value and derivative, on WebAssembly against
 * the definition in float64; minutes for each. `npm run exact -- --bounds`: every activation on a dense grid, the
 * bounds that `ogee show` prints. Both rewrite docs/EXACTNESS.md. `npm run exact -- --decisions`: for which formulas
 * float32 is enough, so that no program need measure it.
 */

import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { ELEMENTWISE, findElementwise } from '../../src/activations/index.ts'
import { type Decisions, fingerprintOf } from '../../src/expr/approx/decisions.ts'
import { holdsInFloat32, isKnown } from '../../src/expr/approx/exact.ts'
import { criticalPoints, sweep } from './grid.ts'
import { type Both, measureActivation, nothing, worse } from './measure.ts'
import { type Exhaustive, readExhaustive, rowOf, writeExhaustive, writePage } from './page.ts'
import type { Part } from './worker.ts'

const PATTERNS = 2 ** 32
const PART = 2 ** 26
const BOUNDS = new URL('../../src/activations/bounds.json', import.meta.url)
const DECISIONS = new URL('../../src/expr/approx/decisions.json', import.meta.url)

/** For the bounds: a prime step through all patterns, and one through ordinary magnitudes. */
const GRID = [199_999, 509] as const

const names = process.argv.slice(2)
if (names.includes('--decisions')) writeDecisions()
else {
  if (names.includes('--bounds')) measureBounds()
  else await measureAll(names.map((name) => findElementwise(name).name))
  writePage()
}

/** Of what the catalogue computes, with parameters at their defaults. */
function writeDecisions(): void {
  const measured = ELEMENTWISE.flatMap(({ name, expression, derivative }) => [
    [name, expression] as const,
    [`${name}′`, derivative] as const,
  ]).flatMap(([name, expr]) => {
    const print = isKnown(expr) ? undefined : fingerprintOf(expr)
    return print === undefined ? [] : [{ name, print, holds: holdsInFloat32(expr) }]
  })
  const chosen = (holds: boolean) =>
    Object.fromEntries(
      measured.filter((each) => each.holds === holds).map(({ name, print }) => [name, print]),
    )
  const decisions: Decisions = { float32: chosen(true), float64: chosen(false) }
  writeFileSync(DECISIONS, `${JSON.stringify(decisions, null, 2)}\n`)
}

async function measureAll(asked: readonly string[]): Promise<void> {
  for (const name of asked) {
    const started = performance.now()
    const found = await measureEverywhere(name)
    const seconds = Math.round((performance.now() - started) / 1000)
    const known: Exhaustive = { ...readExhaustive(), [name]: rowOf(found) }
    writeExhaustive(known)
    process.stdout.write(`${name}: ${JSON.stringify(known[name])} in ${seconds} s\n`)
  }
}

/** All of float32, in parts that threads take in turn. */
async function measureEverywhere(name: string): Promise<Both> {
  const parts = Array.from(
    { length: PATTERNS / PART },
    (_, i): Part => ({ name, first: i * PART, count: PART }),
  )
  const total = parts.length
  let found = nothing()
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url))
    for (let part = parts.pop(); part; part = parts.pop()) {
      const measured = await ask(worker, part)
      found = worse(found, measured)
      process.stderr.write(`\r${name} ${Math.round((1 - parts.length / total) * 100)} % `)
    }
    await worker.terminate()
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  process.stderr.write('\r')
  return found
}

/** What a thread answers; `once` listens for its errors meanwhile. */
async function ask(worker: Worker, part: Part): Promise<Both> {
  const answer = once(worker, 'message')
  worker.postMessage(part)
  const [measured] = (await answer) as [Both]
  return measured
}

/** What of a measured error is kept: rounded up, and correct rounding for what was never measured to be worse. */
function boundOf(ulps: number): number {
  return Math.max(0.5, Math.ceil(ulps * 100) / 100)
}

function measureBounds(): void {
  const swept = sweep(...GRID)
  const known = readExhaustive()
  const rows = ELEMENTWISE.map((activation) => {
    const { name, expression, derivative } = activation
    const found = nothing()
    const critical = [expression, derivative].flatMap((expr) => [...criticalPoints(expr, swept)])
    for (const xs of [swept, Float32Array.from(critical)]) measureActivation(found, activation, xs)
    const [value, slope] = [found[0].ulps, found[1].ulps]
    const whole = known[name]
    process.stderr.write(`${name}: ${value.toFixed(2)} ${slope.toFixed(2)}\n`)
    return [
      name,
      {
        value: boundOf(Math.max(value, whole?.value.ulps ?? 0)),
        derivative: boundOf(Math.max(slope, whole?.derivative.ulps ?? 0)),
      },
    ] as const
  })
  writeFileSync(BOUNDS, `${JSON.stringify(Object.fromEntries(rows), null, 2)}\n`)
}
