/**
 * `npm run bench -- [--json FILE] [--only NAME,…]`: measures every system in `systems/` that is here, and
 * says why the others are not. NAME is a system, a work, or the beginning of works' names (`elementwise/relu`,
 * `elementwise`). Only a full run rewrites RESULTS.md.
 */

import { readdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { measure, type Row, type Skip } from './measure.ts'
import { describeMachine, formatNumber, formatResults, type Results } from './results.ts'
import type { System } from './system.ts'
import { makePlans } from './work.ts'

const { values: options } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } })
const only = options.only?.split(',') ?? []

const systems = await loadSystems()
const plans = makePlans()
const unknown = only.filter(
  (name) =>
    !systems.some((system) => system.name === name) && !plans.some(({ work }) => isNamed(work.name, name)),
)
if (unknown.length > 0) {
  const groups = new Set(plans.map(({ work: { name } }) => name.replace(/(?<=elementwise).*/, '')))
  const known = [...new Set(systems.map(({ name }) => name)), ...groups].join(', ')
  process.stderr.write(`bench: no such system or work: ${unknown.join(', ')}; there are ${known}\n`)
  process.exitCode = 2
} else await main()

async function main(): Promise<void> {
  const machine = describeMachine()
  const versions: Record<string, string> = {}
  const rows: Row[] = []
  const skipped: Skip[] = []

  const present: System[] = []
  const chosenPlans = choose(plans, ({ work }, name) => isNamed(work.name, name))
  for (const system of choose(systems, (system, name) => system.name === name)) {
    const reason = await system.available()
    if (reason === null) {
      present.push(system)
      versions[system.name] = await system.version()
    } else for (const { work } of chosenPlans) skipped.push({ work: work.name, system: system.name, reason })
  }

  for (const plan of chosenPlans) {
    const measured = await measure(plan, present, (line) => process.stderr.write(`${line}\n`))
    rows.push(...measured.rows)
    skipped.push(...measured.skipped)
  }
  for (const system of present) await system.stop?.()
  keep({ machine, versions, rows, skipped })
}

/** Whether `--only` names a work: in full, or by the beginning of its path. */
function isNamed(work: string, name: string): boolean {
  return work === name || work.startsWith(`${name}/`)
}

/** All, or those that `--only` names; naming works alone chooses no system, and the other way round. */
function choose<T>(things: readonly T[], matches: (thing: T, name: string) => boolean): readonly T[] {
  const named = things.filter((thing) => only.some((name) => matches(thing, name)))
  return named.length > 0 ? named : things
}

async function loadSystems(): Promise<readonly System[]> {
  const folder = new URL('systems/', import.meta.url)
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  const modules = await Promise.all(names.sort().map((name) => import(new URL(name, folder).href)))
  return modules.map(({ system }): System => system)
}

function keep(results: Results): void {
  const json = `${JSON.stringify(results, null, 2)}\n`
  for (const { work, system, threads, median, min, max, unit } of results.rows) {
    const range = [median, min, max].map(formatNumber)
    process.stdout.write(
      `${work}  ${system}, ${threads} threads: ${range[0]} ${unit} (${range[1]} to ${range[2]})\n`,
    )
  }
  for (const { work, system, reason } of results.skipped)
    process.stdout.write(`${work}  ${system}: not measured, ${reason}\n`)
  if (options.json) writeFileSync(options.json, json)
  if (only.length > 0) return
  writeFileSync(new URL('results.json', import.meta.url), json)
  writeFileSync(new URL('RESULTS.md', import.meta.url), formatResults(results))
}
