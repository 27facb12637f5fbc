/**
 * `npm run bench:activations -- [NAME…]`: what each activation of the catalogue costs in a training step of the first
 * network, in the place of relu, as a multiple of relu's step. Without names, all; then ACTIVATIONS.md is rewritten.
 * The table of functions alone, beside the peers', is the harness's (`npm run bench -- --only elementwise`).
 *
 * They take turns in many short rounds, each beside a run of relu's. Figures are lower quartiles: what else the machine
 * does only ever adds to a time.
 */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Activation, ELEMENTWISE, findElementwise, propertiesOf } from '../src/activations/index.ts'
import { deviceNamed } from '../src/devices/index.ts'
import { moduleOf, Sequential, Sigmoid } from '../src/nn/index.ts'
import { linear, train } from './ogee.ts'
import { describeMachine } from './results.ts'
import type { Run } from './system.ts'
import { training } from './work.ts'

const ROUNDS = 80
const WARMING = 15
const STEPS = 40

/** What smooth activations are to keep to. */
const LIMIT = 1.5

const work = training([10, 64, 32, 10], ['relu', 'sigmoid'], 32)
const device = deviceNamed('wasm', { threads: 1 })

interface Figure {
  readonly activation: Activation
  readonly microseconds: number
  readonly multiple: number
}

function runOf(activation: Activation): Run {
  const [first, second, third] = work.layers.map(linear)
  if (!first || !second || !third) throw new Error('the first network has three layers')
  return train(work, new Sequential(first, moduleOf(activation), second, new Sigmoid(), third), device)
}

async function timeOf(run: Run): Promise<number> {
  const start = performance.now()
  await run.run(STEPS)
  return ((performance.now() - start) * 1000) / STEPS
}

async function measure(activations: readonly Activation[]): Promise<Figure[]> {
  const relu = runOf(findElementwise('relu'))
  const all = activations.map((activation) => {
    return { activation, run: runOf(activation), times: [] as number[], beside: [] as number[] }
  })
  for (let round = -WARMING; round < ROUNDS; round++)
    for (const { run, times, beside } of all) {
      const [before, time] = [await timeOf(relu), await timeOf(run)]
      if (round < 0) continue
      times.push(time)
      beside.push(before)
    }
  const figures = all.map(({ activation, times, beside }) => {
    const microseconds = lowerQuartile(times)
    return { activation, microseconds, multiple: microseconds / lowerQuartile(beside) }
  })
  return figures.sort((a, b) => b.multiple - a.multiple)
}

function lowerQuartile(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 2] as number
}

function rowOf({ activation, microseconds, multiple }: Figure): string {
  const { smoothness } = propertiesOf(activation)
  const learned = Object.values(activation.parameters).filter((parameter) => parameter.learned).length
  const shown = multiple > LIMIT ? `**${multiple.toFixed(2)}**` : multiple.toFixed(2)
  return `| ${activation.name} | ${shown} | ${microseconds.toFixed(1)} | ${smoothness} | ${learned || '—'} |`
}

const HEAD = `| | × relu's | µs | smoothness | learned |
|---|--:|--:|---|--:|`

const names = process.argv.slice(2)
const figures = await measure(names.length > 0 ? names.map(findElementwise) : ELEMENTWISE)
const table = `${HEAD}\n${figures.map(rowOf).join('\n')}\n`
process.stdout.write(table)
if (names.length === 0) {
  const { processor, node, date } = describeMachine()
  writeFileSync(
    join(import.meta.dirname, 'ACTIVATIONS.md'),
    `# What an activation costs

Written by \`npm run bench:activations\` on an ${processor}, Node ${node}, ${date}, on one thread.

A training step of the network ${work.name.split('/')[1]} with a batch of ${work.rows} (as in \`RESULTS.md\`: forward, softmax
cross-entropy, gradients and Adam), each activation in the place of relu behind the first layer, with its learned
parameters learned, as a multiple of relu's own step. Lower quartiles of ${ROUNDS} rounds; above ${LIMIT} in bold.

${table}`,
  )
}
