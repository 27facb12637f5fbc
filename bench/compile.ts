/**
 * `npm run bench:compile`: how long the networks of RESULTS.md take in a fresh process until they train, and until
 * their first steps are done, on one thread. Writes COMPILE.md.
 *
 * Each figure is the median of so many processes, which take turns. With a network's name this file is such a process,
 * and prints what it measured as JSON.
 */

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Device, deviceNamed } from '../src/devices/index.ts'
import {
  Adam,
  crossEntropy,
  Linear,
  type Module,
  ReLU,
  Sequential,
  Sigmoid,
  Tanh,
  Trainer,
} from '../src/nn/index.ts'
import { describeMachine, formatNumber } from './results.ts'

interface Network {
  readonly sizes: readonly number[]
  readonly activations: readonly (new () => Module)[]
  readonly rows: number
  /** Counts of steps. */
  readonly marks: readonly number[]
}

const MARKS = [1, 10, 100]

const NETWORKS: Readonly<Record<string, Network>> = {
  '10-64-32-10': { sizes: [10, 64, 32, 10], activations: [ReLU, Sigmoid], rows: 32, marks: MARKS },
  '10-64-64-64-64-10': {
    sizes: [10, 64, 64, 64, 64, 10],
    activations: [Tanh, Tanh, Tanh, Tanh],
    rows: 32,
    marks: MARKS,
  },
  '784-512-512-10': { sizes: [784, 512, 512, 10], activations: [ReLU, ReLU], rows: 128, marks: [1, 10] },
  '784-2048-2048-10': { sizes: [784, 2048, 2048, 10], activations: [ReLU, ReLU], rows: 256, marks: [1] },
}

const PROCESSES = 11

/** Milliseconds. */
type Times = Readonly<Record<string, number>>

const now = () => performance.now()

/** The trainer of new weights, and when its parts were done: the weights, the graphs, the code. */
function build({ sizes, activations, rows }: Network) {
  const start = now()
  const layers = sizes.slice(1).flatMap((outputs, i) => {
    const Activation = activations[i]
    return [new Linear(sizes[i] as number, outputs), ...(Activation ? [new Activation()] : [])]
  })
  const module = new Sequential(...layers)
  const weights = now()
  const loading = { start: 0, end: 0 }
  const device: Device = {
    ...wasm,
    load(program, threads) {
      loading.start = now()
      const executable = wasm.load(program, threads)
      loading.end = now()
      return executable
    },
  }
  const widths = { inputs: { x: sizes[0] as number }, target: 1 }
  const trainer = new Trainer({
    module,
    loss: crossEntropy,
    optimizer: new Adam(),
    batchSize: rows,
    widths,
    device,
  })
  const times = {
    weights: weights - start,
    graphs: loading.start - weights,
    code: loading.end - loading.start,
    'all together': now() - start,
  }
  return { trainer, times }
}

const wasm = deviceNamed('wasm', { threads: 1 })

/** From the first step to the end of those that `marks` counts. */
function timeSteps(trainer: Trainer, { sizes, rows, marks }: Network): Times {
  const width = sizes[0] as number
  const resident = trainer.place({
    rows,
    inputs: { x: { width, data: Float32Array.from({ length: rows * width }, (_, i) => Math.sin(i * i)) } },
    target: { width: 1, data: Float32Array.from({ length: rows }, (_, i) => i % 10) },
  })
  const order = Uint32Array.from({ length: rows }, (_, i) => i)
  const times: Record<string, number> = {}
  const start = now()
  for (let step = 1; step <= Math.max(...marks); step++) {
    trainer.epoch(resident, order)
    if (marks.includes(step)) times[`steps to ${step}`] = now() - start
  }
  return times
}

function measureHere(network: Network): Times {
  const { trainer, times } = build(network)
  const steps = timeSteps(trainer, network)
  const [first = 1, ...others] = network.sizes
  const wider = others.map((size, i) => (i === others.length - 1 ? size : size + 8))
  return {
    ...times,
    ...steps,
    'the same again': build(network).times['all together'],
    'another one': build({ ...network, sizes: [first, ...wider] }).times['all together'],
  }
}

function measureElsewhere(): Map<string, Times[]> {
  const all = new Map(Object.keys(NETWORKS).map((name) => [name, [] as Times[]]))
  for (let round = 0; round < PROCESSES; round++)
    for (const [name, times] of all)
      times.push(
        JSON.parse(execFileSync(process.execPath, [import.meta.filename, name], { encoding: 'utf8' })),
      )
  return all
}

function table(all: ReadonlyMap<string, readonly Times[]>): string {
  const columns = [...new Set([...all.values()].flatMap(([first]) => Object.keys(first ?? {})))]
  const rows = [...all].map(([name, times]) => [name, ...columns.map((column) => cell(times, column))])
  const lines = [['ms', ...columns], ['---', ...columns.map(() => '--:')], ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

/** The median, and the least. */
function cell(times: readonly Times[], column: string): string {
  const sorted = times.map((each) => each[column] ?? Number.NaN).sort((a, b) => a - b)
  const median = sorted[sorted.length >> 1] as number
  return Number.isNaN(median) ? '' : `${formatNumber(median)} (${formatNumber(sorted[0] as number)})`
}

const [name] = process.argv.slice(2)
if (name === undefined) {
  const figures = table(measureElsewhere())
  process.stdout.write(figures)
  const { processor, cores, node, load, date } = describeMachine()
  writeFileSync(
    join(import.meta.dirname, 'COMPILE.md'),
    `# From nothing to training

Written by \`npm run bench:compile\` on an ${processor} (${cores} cores, load ${load}), Node ${node}, ${date}.

How long a network with Adam and cross-entropy takes in a fresh process until it trains: to draw its weights, to build
the graphs of its step and of its evaluation and lower them to kernels, and to emit and load their code. Steps are
counted from there; the engine compiles the code at its first run, and what is run often once more, which is why the first
steps are slower than those in \`RESULTS.md\`. Then the same network once more in the same process, where its code is known,
and one with wider layers. Batches as in \`RESULTS.md\`, one thread; medians of ${PROCESSES} processes, and the least.

${figures}`,
  )
} else {
  const network = NETWORKS[name]
  if (!network) throw new Error(`no such network: ${name}`)
  process.stdout.write(JSON.stringify(measureHere(network)))
}
