/**
 * Times several systems at one work in one run: they take turns round by round, each as many times as any other,
 * so that a slow moment of the machine falls on all of them. Before that, all must have given the same answer
 * (a training: the same loss from the same weights): what computes something else is not compared.
 */

import type { Run, System } from './system.ts'
import { figureOf, type Plan, UNITS } from './work.ts'

export interface Row {
  readonly work: string
  readonly system: string
  readonly threads: number
  readonly unit: string
  readonly median: number
  readonly min: number
  readonly max: number
  /** How many rounds stand behind the figures. */
  readonly runs: number
}

export interface Skip {
  readonly work: string
  readonly system: string
  readonly reason: string
}

/** float32 sums differ by their order, and training spreads the difference; a wrong gradient differs more. */
const TOLERANCE = 0.01

export async function measure(
  plan: Plan,
  systems: readonly System[],
  report: (line: string) => void,
): Promise<{ rows: readonly Row[]; skipped: readonly Skip[] }> {
  const { work, rounds, times } = plan
  const skipped: Skip[] = []
  const skip = (system: System, reason: string) =>
    skipped.push({ work: work.name, system: system.name, reason })

  const started: { system: System; run: Run; answer: number; figures: number[] }[] = []
  for (const system of systems) {
    const reason = system.refuses(work)
    if (reason !== null) skip(system, reason)
    else {
      const run = await system.prepare(work)
      started.push({ system, run, answer: await run.run(times), figures: [] })
    }
  }

  const common = median(started.map(({ answer }) => answer))
  const alike = started.filter(({ answer }) => Math.abs(answer - common) <= TOLERANCE * Math.abs(common))
  for (const { system, answer } of started.filter((one) => !alike.includes(one)))
    skip(system, `computes something else: its answer is ${answer}, the others' is ${common}`)

  for (let round = 0; round < rounds; round++) {
    report(`${work.name}: round ${round + 1} of ${rounds}`)
    for (const { run, figures } of [
      ...alike.slice(round % alike.length),
      ...alike.slice(0, round % alike.length),
    ]) {
      const start = performance.now()
      await run.run(times)
      figures.push(figureOf(work, (performance.now() - start) / 1000 / times))
    }
  }
  for (const { run } of started) await run.close()

  const rows = alike.map(({ system: { name, threads }, figures }) => ({
    work: work.name,
    system: name,
    threads,
    unit: UNITS[work.kind],
    median: median(figures),
    min: Math.min(...figures),
    max: Math.max(...figures),
    runs: figures.length,
  }))
  return { rows, skipped }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}
