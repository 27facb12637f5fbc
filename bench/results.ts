/** What a benchmark run leaves behind: the machine and the figures, as JSON and as a page to read. */

import { cpus, loadavg, release, totalmem, type } from 'node:os'
import type { Row, Skip } from './step.ts'

export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  readonly node: string
  /** Mean number of running processes over the minute before the run. */
  readonly load: number
  readonly date: string
}

export interface Results {
  readonly machine: Machine
  readonly versions: Readonly<Record<string, string>>
  readonly rows: readonly Row[]
  readonly skipped: readonly Skip[]
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    date: new Date().toISOString().slice(0, 10),
  }
}

export function formatResults({ machine, versions, rows, skipped }: Results): string {
  const works = [...new Set([...rows, ...skipped].map(({ work }) => work))]
  const { processor, cores, memoryGiB, system, node, load, date } = machine
  const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return `# Benchmarks

Written by \`npm run bench\`; the figures are in \`results.json\` too.

${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}, load ${load} at the start, ${date}.
Systems: ${used.join(', ')}.

A step is forward, softmax cross-entropy, gradients and Adam, on a batch that is already in the system's memory.
All start from the same weights and reach the same loss; they take turns in rounds, in one run.

${works.map((work) => formatWork(work, rows, skipped)).join('\n')}`
}

function formatWork(work: string, rows: readonly Row[], skipped: readonly Skip[]): string {
  const mine = rows.filter((row) => row.work === work).toSorted((a, b) => a.median - b.median)
  const ours = mine.find(({ system }) => system === 'ogee')
  const lines = mine.map(({ system, threads, median, min, max, runs }) => {
    const ratio = ours ? `${formatNumber(median / ours.median)} ×` : '—'
    return `| ${system} | ${threads} | ${[median, min, max].map(formatNumber).join(' | ')} | ${runs} | ${ratio} |`
  })
  const notes = skipped
    .filter((skip) => skip.work === work)
    .map(({ system, reason }) => `\n- ${system}: ${reason}`)
  return `## ${work}

| system | threads | median, ${mine[0]?.unit ?? ''} | least | most | rounds | to ogee |
|---|--:|--:|--:|--:|--:|--:|
${lines.join('\n')}
${notes.length > 0 ? `\nNot measured:\n${notes.join('')}\n` : ''}`
}

/** Three digits that count, and never an exponent. */
export function formatNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
