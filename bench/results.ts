/** What a benchmark run leaves behind: the machine and the figures, as JSON and as a page to read. */

import { cpus, loadavg, release, totalmem, type } from 'node:os'
import type { Row, Skip } from './measure.ts'
import { isRate } from './work.ts'

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
  const { processor, cores, memoryGiB, system, node, load, date } = machine
  const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const works = [...new Set([...rows, ...skipped].map(({ work }) => work))]
  const [elementwise, others] = [works.filter(isElementwise), works.filter((work) => !isElementwise(work))]
  return `# Benchmarks

Written by \`npm run bench\`; the figures are in \`results.json\` too.

${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}, load ${load} at the start, ${date}.
Systems: ${used.join(', ')}.

- **step**: forward, softmax cross-entropy, gradients and Adam, on a batch that is already in the system's memory.
  All start from the same weights and reach the same loss. \`28x28-16-32-10\` are images of 28 × 28 through two
  convolutions of 3 × 3, to 16 and 32 channels, each with relu and max pooling of 2 × 2, and a layer of logits.
- **matmul**: a product of two square matrices in the system's memory.
- **predict**: rows that the caller holds to probabilities that the caller holds.
- **elementwise**: a function of standard normal numbers, from one array in the system's memory to another. PyTorch,
  jax-js and TensorFlow.js allocate their result each time, as their users' code does; of millions of numbers it shows.

The systems take turns in rounds, in one run; what gives another answer than the others is not compared. brain.js is not
measured: it has one activation for all layers, no softmax, and trains row by row, so that it has no work in common.

How costs grow, by \`npm run growth\` (\`growth.json\`):

![Costs by batch, width, depth, rows, folds and workers](figures/growth.svg)

${others.map((work) => formatWork(work, rows, skipped)).join('\n')}
${formatElementwise(elementwise, rows)}`
}

const isElementwise = (work: string): boolean => work.startsWith('elementwise/')

function formatWork(work: string, rows: readonly Row[], skipped: readonly Skip[]): string {
  const mine = rows.filter((row) => row.work === work)
  const unit = mine[0]?.unit ?? ''
  const better = isRate(unit) ? -1 : 1
  const sorted = mine.toSorted((a, b) => better * (a.median - b.median))
  const ours = mine.find(({ system, threads }) => system === 'ogee' && threads === 1)
  const lines = sorted.map(({ system, threads, median, min, max, runs }) => {
    const ratio = ours ? `${formatNumber((median / ours.median) ** better)} ×` : '—'
    return `| ${system} | ${threads} | ${[median, min, max].map(formatNumber).join(' | ')} | ${runs} | ${ratio} |`
  })
  const notes = skipped
    .filter((skip) => skip.work === work)
    .map(({ system, reason }) => `\n- ${system}: ${reason}`)
  return `## ${work}

| system | threads | median, ${unit} | least | most | rounds | time to ogee's |
|---|--:|--:|--:|--:|--:|--:|
${lines.join('\n')}
${notes.length > 0 ? `\nNot measured:\n${notes.join('')}\n` : ''}`
}

/** One table: a function and size a line, a system a column, by the time ogee takes. */
function formatElementwise(works: readonly string[], rows: readonly Row[]): string {
  const mine = rows.filter(({ work }) => works.includes(work))
  if (mine.length === 0) return ''
  const systems = [...new Set(mine.filter(({ threads }) => threads === 1).map(({ system }) => system))]
  const figure = (work: string, name: string) =>
    mine.find(({ work: w, system, threads }) => w === work && system === name && threads === 1)?.median
  const order = (work: string) => figure(work, 'ogee') ?? Number.POSITIVE_INFINITY
  const sorted = works.toSorted((a, b) => order(a) - order(b))
  const sizes = [...new Set(works.map((work) => work.slice(work.lastIndexOf('/') + 1)))]
  const table = (size: string) => {
    const lines = sorted
      .filter((work) => work.endsWith(`/${size}`))
      .map((work) => {
        const cells = systems.map((name) => figure(work, name)?.toFixed(3) ?? '')
        return `| ${[work.split('/')[1], ...cells].join(' | ')} |`
      })
    return `## elementwise, ${size} numbers: ns each, one thread

| function | ${systems.join(' | ')} |
|---|${'--:|'.repeat(systems.length)}
${lines.join('\n')}
`
  }
  return sizes.map(table).join('\n')
}

/** Three digits that count, and never an exponent. */
export function formatNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
