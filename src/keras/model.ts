/** `sequential`: a stack of layers that is compiled, fitted, evaluated and asked, in Keras' words. */

import { OgeeError, Random, sizeOf, UsageError } from '../base/index.ts'
import { defaultDevice } from '../devices/index.ts'
import {
  Adam,
  type Optimizer,
  Predictor,
  type Resident,
  SGD,
  Sequential as Stack,
  type Table,
  type Tensor,
  Trainer,
  tensor,
} from '../nn/index.ts'
import { type Part, type Rows, splitParts, toTable } from './data.ts'
import { type Callback, type History, type Logs, progress, Recorder } from './history.ts'
import type { BuiltLayer, Layer } from './layer.ts'
import { type LossName, type MetricName, metricNamed, objectiveNamed } from './objectives.ts'
import { type Batch, type Batches, datasetsOf, isBatches, passOf, peek } from './stream.ts'
import { formatSummary } from './summary.ts'

export interface CompileOptions {
  /** 'adam' (learning rate 0.001), 'sgd' (0.01), or one of `nn`'s. Default: 'adam'. */
  readonly optimizer?: 'adam' | 'sgd' | Optimizer
  readonly loss: LossName
  readonly metrics?: readonly MetricName[]
}

/** How to go through batches that come one after the other. */
export interface StreamOptions {
  /** Default: 1. */
  readonly epochs?: number
  /** Rows to validate with; goes before `validationSplit`. */
  readonly validationData?: readonly [Rows, Rows]
  readonly callbacks?: readonly Callback[]
  /** 1 prints a line per epoch, 0 is silent. Default: 1. */
  readonly verbose?: 0 | 1
}

export interface FitOptions extends StreamOptions {
  /** Rows to a step. Default: 32. */
  readonly batchSize?: number
  /** The last part of the rows, kept for validation, as in Keras before shuffling. In [0, 1). Default: 0. */
  readonly validationSplit?: number
  /** Whether to go through the rows in a new order in each epoch. Default: true. */
  readonly shuffle?: boolean
}

export interface ModelOptions {
  /** Fixes initial weights and the order of rows. Default: 0. */
  readonly seed?: number
  readonly name?: string
}

/** A stack of layers. The first must say its `inputShape`. */
export function sequential(stack: readonly Layer[], options: ModelOptions = {}): Sequential {
  return new Sequential(stack, options)
}

interface Compiled {
  readonly optimizer: Optimizer
  readonly loss: LossName
  readonly metrics: readonly MetricName[]
}

export class Sequential {
  readonly name: string
  readonly layers: readonly BuiltLayer[]
  readonly inputShape: readonly number[]
  readonly #stack: Stack
  readonly #random: Random
  #compiled: Compiled | undefined
  #predictor: Predictor | undefined
  #epochs = 0

  /** @internal */
  constructor(stack: readonly Layer[], { seed = 0, name = 'sequential' }: ModelOptions) {
    this.name = name
    this.#random = Random.seed(seed)
    const inputShape = stack[0]?.inputShape
    if (!inputShape)
      throw new UsageError({
        where: 'sequential',
        problem: 'the shape of the input is not known',
        hint: 'Give the first layer an inputShape, such as inputShape: [10].',
      })
    this.inputShape = inputShape
    this.layers = buildLayers(stack, inputShape, this.#random.fork('layers'))
    this.#stack = new Stack(...this.layers.map(({ module }) => module))
  }

  /** Chooses how to train; says so at once when a name is unknown or a metric does not fit the loss. */
  compile({ optimizer = 'adam', loss, metrics = [] }: CompileOptions): void {
    objectiveNamed(loss)
    for (const metric of metrics) metricNamed(metric, loss)
    this.#compiled = { optimizer: optimizerNamed(optimizer), loss, metrics }
  }

  /**
   * Trains, and returns what happened epoch by epoch. The last values of the weights stay. Rows may come in batches,
   * from a table that memory does not hold: then the batches are the steps, in their order, and metrics are told of
   * `validationData` alone.
   */
  async fit(x: Rows, y: Rows, options?: FitOptions): Promise<History>
  async fit(batches: Batches, options?: StreamOptions): Promise<History>
  async fit(x: Rows | Batches, y?: Rows | StreamOptions, options?: FitOptions): Promise<History> {
    if (isBatches(x)) return this.#fitBatches(x, y as StreamOptions | undefined)
    return this.#fitRows(x, y as Rows, options)
  }

  async #fitRows(x: Rows, y: Rows, options: FitOptions = {}): Promise<History> {
    const { batchSize = 32, shuffle = true } = options
    checkCount('batchSize', batchSize)
    const { train, validation } = splitParts(this.#part('fit', x, y), options, (vx, vy) =>
      this.#part('validationData', vx, vy),
    )
    const trainer = this.#trainer(train.target.width, batchSize)
    const resident = trainer.place(train.dataset)
    const { rows } = train.dataset
    return this.#epochsOf(trainer, validation, options, (random) => {
      const inOrder = () => Array.from({ length: rows }, (_, i) => i)
      const loss = trainer.epoch(resident, shuffle ? random.permutation(rows) : inOrder())
      return { loss, ...this.#metrics(trainer, train, resident) }
    })
  }

  /** The first batch says how many rows there are to a step, and how wide the targets are. */
  async #fitBatches(batches: Batches, options: StreamOptions = {}): Promise<History> {
    const partOf = (batch: Batch) => this.#part('fit', ...batch)
    const { first, all } = await peek(passOf(batches))
    const { rows, target } = partOf(first).dataset
    const trainer = this.#trainer(target.width, rows)
    const validation = options.validationData && this.#part('validationData', ...options.validationData)
    let started = false
    return this.#epochsOf(trainer, validation, options, async () => {
      const pass = started ? passOf(batches) : all
      started = true
      return { loss: await trainer.epochOf(datasetsOf(pass, partOf)) }
    })
  }

  /** Epoch after epoch, until all have been or a callback wants to end. `run` trains for one of them. */
  async #epochsOf(
    trainer: Trainer,
    validation: Part | undefined,
    { epochs = 1, verbose = 1, callbacks = [] }: StreamOptions,
    run: (random: Random) => Logs | Promise<Logs>,
  ): Promise<History> {
    checkCount('epochs', epochs)
    const held = validation && trainer.place(validation.dataset)
    const recorder = new Recorder()
    const told: Callback[] = [recorder, ...(verbose === 1 ? [progress(epochs)] : []), ...callbacks]
    for (let epoch = 0; epoch < epochs; epoch++) {
      const logs = {
        ...(await run(this.#random.fork('order').fork(this.#epochs++))),
        ...(held && validation ? prefixed('val_', this.#measure(trainer, validation, held)) : {}),
      }
      if (!(await tell(told, epoch, logs))) break
    }
    return recorder.history
  }

  /** The loss and the metrics on these rows. */
  async evaluate(x: Rows, y: Rows): Promise<Record<string, number>> {
    const part = this.#part('evaluate', x, y)
    const trainer = this.#trainer(part.target.width, 32)
    return this.#measure(trainer, part, trainer.place(part.dataset))
  }

  /** The model's output for these rows: a tensor [rows, outputs]. */
  async predict(x: Rows): Promise<Tensor> {
    const { rows, ...table } = this.#input('predict', x)
    this.#predictor ??= new Predictor({
      forward: ({ x }) => this.#stack.forward(x as Tensor),
      module: this.#stack,
      widths: { x: this.#inputWidth },
      device: defaultDevice(),
    })
    const output = this.#predictor.predict({ rows, inputs: { x: table } })
    return tensor(output, [rows, output.length / rows])
  }

  /** Layers, output shapes and numbers of parameters, as a table. */
  summary(): string {
    return formatSummary(this.name, this.layers)
  }

  #trainer(targetWidth: number, batchSize: number): Trainer {
    const { optimizer, loss } = this.#settings()
    const { link, fromLogits, fromOutput } = objectiveNamed(loss)
    const last = this.layers.at(-1)
    const linked = fromLogits !== undefined && last?.activation === link
    const body = new Stack(...this.#stack.layers.slice(0, linked ? -1 : undefined))
    return new Trainer({
      forward: ({ x }) => body.forward(x as Tensor),
      ...(linked && last ? { finish: (logits: Tensor) => last.module.forward(logits) } : {}),
      module: this.#stack,
      loss: linked ? fromLogits : fromOutput,
      optimizer,
      batchSize,
      widths: { inputs: { x: this.#inputWidth }, target: targetWidth },
      device: defaultDevice(),
    })
  }

  #measure(trainer: Trainer, part: Part, resident: Resident): Record<string, number> {
    const { loss, output } = trainer.evaluate(resident)
    return { loss, ...this.#metricsOf(output, part) }
  }

  #metrics(trainer: Trainer, part: Part, resident: Resident): Record<string, number> {
    if (this.#settings().metrics.length === 0) return {}
    return this.#metricsOf(trainer.evaluate(resident).output, part)
  }

  #metricsOf(output: Float32Array, { target, dataset }: Part): Record<string, number> {
    const { metrics, loss } = this.#settings()
    return Object.fromEntries(
      metrics.map((name) => [name, metricNamed(name, loss)(output, target.data, dataset.rows)]),
    )
  }

  #settings(): Compiled {
    if (this.#compiled) return this.#compiled
    throw new UsageError({
      where: this.name,
      problem: 'the model has no loss yet',
      hint: "Call compile({ optimizer: 'adam', loss: 'mse' }) first.",
    })
  }

  get #inputWidth(): number {
    return sizeOf(this.inputShape)
  }

  #input(where: string, x: Rows): Table & { rows: number } {
    const table = toTable(`${where} x`, x)
    if (table.width === this.#inputWidth) return table
    throw new OgeeError({
      where: `${where} x`,
      problem: 'the rows have the wrong number of features',
      expected: `[rows, ${this.inputShape.join(', ')}]`,
      got: `[${table.rows}, ${table.width}]`,
    })
  }

  #part(where: string, x: Rows, y: Rows): Part {
    const { rows, ...input } = this.#input(where, x)
    const { rows: targets, ...target } = toTable(`${where} y`, y)
    if (rows === targets) return { target, dataset: { rows, inputs: { x: input }, target } }
    throw new OgeeError({ where, problem: 'x and y differ in rows', got: `${rows} and ${targets}` })
  }
}

function buildLayers(stack: readonly Layer[], inputShape: readonly number[], random: Random): BuiltLayer[] {
  const built: BuiltLayer[] = []
  const counts = new Map<string, number>()
  for (const layer of stack) {
    const count = (counts.get(layer.kind) ?? 0) + 1
    counts.set(layer.kind, count)
    const name = layer.name ?? (count === 1 ? layer.kind : `${layer.kind}_${count - 1}`)
    const shape = built.at(-1)?.outputShape ?? inputShape
    built.push(...layer.build(shape, random.fork(built.length), name))
  }
  return built
}

/** Tells every callback; false as soon as one wants to end. */
async function tell(callbacks: readonly Callback[], epoch: number, logs: Logs): Promise<boolean> {
  const answers: (boolean | undefined)[] = []
  for (const callback of callbacks) answers.push(await callback.onEpochEnd(epoch, logs))
  return !answers.includes(false)
}

function optimizerNamed(optimizer: 'adam' | 'sgd' | Optimizer): Optimizer {
  if (optimizer === 'adam') return new Adam({ lr: 0.001, eps: 1e-7 })
  if (optimizer === 'sgd') return new SGD({ lr: 0.01 })
  if (typeof optimizer === 'object') return optimizer
  throw new UsageError({
    where: 'compile',
    problem: `there is no optimizer '${optimizer}'`,
    expected: "'adam', 'sgd', or an optimiser of ogee/nn",
  })
}

function prefixed(prefix: string, values: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]))
}

function checkCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return
  throw new UsageError({
    where: 'fit',
    problem: `${name} is out of range`,
    expected: 'a whole number of at least 1',
    got: `${value}`,
  })
}
