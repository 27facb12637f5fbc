/**
 * Times training steps of several systems in one run: the systems take turns round by round, each as many
 * steps as any other, so that a slow moment of the machine falls on all of them. Before that, all must have
 * reached the same loss from the same weights: what trains differently is not compared.
 */

import type { Run, System } from './system.ts'
import type { Plan } from './work.ts'

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
const LOSS_TOLERANCE = 0.01

export async function measure(
  plan: Plan,
  systems: readonly System[],
  report: (line: string) => void,
): Promise<{ rows: readonly Row[]; skipped: readonly Skip[] }> {
  const { work, rounds, steps } = plan
  const skipped: Skip[] = []
  const skip = (system: System, reason: string) =>
    skipped.push({ work: work.name, system: system.name, reason })

  const started: { system: System; run: Run; loss: number; times: number[] }[] = []
  for (const system of systems) {
    const reason = system.refuses(work)
    if (reason !== null) skip(system, reason)
    else {
      const run = await system.prepare(work)
      started.push({ system, run, loss: await run.run(steps), times: [] })
    }
  }

  const common = median(started.map(({ loss }) => loss))
  const alike = started.filter(({ loss }) => Math.abs(loss - common) <= LOSS_TOLERANCE * Math.abs(common))
  for (const { system, loss } of started.filter((one) => !alike.includes(one)))
    skip(system, `trains differently: its loss after ${steps} steps is ${loss}, the others' is ${common}`)

  for (let round = 0; round < rounds; round++) {
    report(`${work.name}: round ${round + 1} of ${rounds}`)
    for (const { run, times } of [
      ...alike.slice(round % alike.length),
      ...alike.slice(0, round % alike.length),
    ]) {
      const start = performance.now()
      await run.run(steps)
      times.push(((performance.now() - start) / steps) * 1000)
    }
  }
  for (const { run } of started) await run.close()

  const rows = alike.map(({ system: { name, threads }, times }) => ({
    work: work.name,
    system: name,
    threads,
    unit: 'µs/step',
    median: median(times),
    min: Math.min(...times),
    max: Math.max(...times),
    runs: times.length,
  }))
  return { rows, skipped }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}
