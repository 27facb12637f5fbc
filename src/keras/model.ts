/** `sequential`: a stack of layers that is compiled, fitted, evaluated and asked, in Keras' words. */

import { Random, sizeOf, UsageError } from '../base/index.ts'
import { defaultDevice } from '../devices/index.ts'
import {
  type Dataset,
  Embedding,
  type Loss,
  type Module,
  type Optimizer,
  Predictor,
  type Resident,
  type Rows,
  Sequential as Stack,
  type Tensor,
  Trainer,
  tensor,
  Unflatten,
} from '../nn/index.ts'
import type { BuiltLayer, Layer } from './layer.ts'
import { formatSummary } from './summary.ts'
import { type ClassWeight, inputOf, partOf, splitParts, weighByClass, weighed } from './train/data.ts'
import { type Callback, type History, type Logs, progress, Recorder } from './train/history.ts'
import { type Metric, type MetricName, metricNamed } from './train/metrics.ts'
import { type LossName, type Objective, objectiveOf } from './train/objectives.ts'
import { type OptimizerName, optimizerNamed } from './train/optimizers.ts'
import { type Batch, type Batches, datasetsOf, isBatches, passOf, peek } from './train/stream.ts'

export interface CompileOptions {
  /** A name, one of `optimizers` with options, or one of `nn`'s. Default: 'adam', with a learning rate of 0.001. */
  readonly optimizer?: OptimizerName | Optimizer
  /**
   * A name, one of `losses` with options, or a function of your own: outputs [rows, outputs] and targets
   * [rows, columns] to a loss per row.
   */
  readonly loss: LossName | Objective | Loss
  /** Names, or functions of your own, which go by their names. */
  readonly metrics?: readonly (MetricName | Metric)[]
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
  /** What rows of each class count for in the loss: { 0: 1, 1: 5 }. Validation takes no notice of it. */
  readonly classWeight?: ClassWeight
  /** What each row counts for in the loss, one number of at least 0 for each. */
  readonly sampleWeight?: Rows
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

/** The loss, and the metrics by name. */
type Measures = { readonly loss: number } & Record<string, number>

interface Compiled {
  readonly optimizer: Optimizer
  readonly objective: Objective
  readonly metrics: readonly (readonly [name: string, metric: Metric])[]
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
    const inputShape = inputShapeOf(stack)
    this.inputShape = inputShape
    this.layers = buildLayers(stack, inputShape, this.#random.fork('layers'))
    const modules = this.layers.map(({ module }) => module)
    /** Rows come flat. */
    this.#stack = new Stack(...(inputShape.length > 1 ? [new Unflatten(1, inputShape)] : []), ...modules)
  }

  /** The same network in `nn`'s terms: its parameters by name, `stateDict`, gradients. */
  get module(): Module {
    return this.#stack
  }

  /** Chooses how to train; says so at once when a name is unknown or a metric does not fit the loss. */
  compile({ optimizer = 'adam', loss, metrics = [] }: CompileOptions): void {
    const objective = objectiveOf(loss)
    this.#compiled = {
      optimizer: optimizerNamed(optimizer),
      objective,
      metrics: metrics.map((metric) =>
        typeof metric === 'function'
          ? ([metric.name || 'metric', metric] as const)
          : ([metric, metricNamed(metric, objective)] as const),
      ),
    }
  }

  /**
   * Trains, and returns what happened epoch by epoch. The last values of the weights stay. Rows may come in batches,
   * from a table that memory does not hold: then the batches are the steps, in their order, and metrics are told of
   * `validationData` alone. Metrics are of the weights that an epoch ends with; its loss is the mean over its steps.
   */
  async fit(x: Rows, y: Rows, options?: FitOptions): Promise<History>
  async fit(batches: Batches, options?: StreamOptions): Promise<History>
  async fit(x: Rows | Batches, y?: Rows | StreamOptions, options?: FitOptions): Promise<History> {
    if (isBatches(x)) return this.#fitBatches(x, y as StreamOptions | undefined)
    return this.#fitRows(x, y as Rows, options)
  }

  async #fitRows(x: Rows, y: Rows, options: FitOptions = {}): Promise<History> {
    const { batchSize = 32, shuffle = true, classWeight, sampleWeight } = options
    checkCount('batchSize', batchSize)
    const { train, validation } = splitParts(this.#part('fit', x, y, sampleWeight), options, (vx, vy) =>
      this.#part('validationData', vx, vy),
    )
    const data = classWeight ? weighByClass(train, classWeight) : train
    const weighted = data.weights !== undefined
    const trainer = this.#trainer(data.target.width, batchSize, weighted)
    const resident = trainer.place(data)
    const { rows } = data
    const held = validation && weighted ? weighed(validation) : validation
    return this.#epochsOf(trainer, held, options, (random) => {
      const inOrder = () => Array.from({ length: rows }, (_, i) => i)
      const loss = trainer.epoch(resident, shuffle ? random.permutation(rows) : inOrder())
      return { loss, ...this.#metrics(trainer, data, resident) }
    })
  }

  /** The first batch says how many rows there are to a step, and how wide the targets are. */
  async #fitBatches(batches: Batches, options: StreamOptions = {}): Promise<History> {
    const partOf = (batch: Batch) => this.#part('fit', ...batch)
    const { first, all } = await peek(passOf(batches))
    const { rows, target, weights } = partOf(first)
    const weighted = weights !== undefined
    const trainer = this.#trainer(target.width, rows, weighted)
    const validation = options.validationData && this.#part('validationData', ...options.validationData)
    const held = validation && weighted ? weighed(validation) : validation
    let started = false
    return this.#epochsOf(trainer, held, options, async () => {
      const pass = started ? passOf(batches) : all
      started = true
      return { loss: await trainer.epochOf(datasetsOf(pass, partOf)) }
    })
  }

  /** Epoch after epoch, until all have been or a callback wants to end. `run` trains for one of them. */
  async #epochsOf(
    trainer: Trainer,
    validation: Dataset | undefined,
    { epochs = 1, verbose = 1, callbacks = [] }: StreamOptions,
    run: (random: Random) => Logs | Promise<Logs>,
  ): Promise<History> {
    checkCount('epochs', epochs)
    const held = validation && trainer.place(validation)
    const recorder = new Recorder()
    const told: Callback[] = [recorder, ...(verbose === 1 ? [progress(epochs)] : []), ...callbacks]
    const training = { module: this.#stack, optimizer: this.#settings().optimizer }
    for (const callback of told) callback.onTrainBegin?.(training)
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const callback of told) callback.onEpochBegin?.(epoch, training)
      const logs = {
        ...(await run(this.#random.fork('order').fork(this.#epochs++))),
        ...(held && validation ? prefixed('val_', this.#measure(trainer, validation, held)) : {}),
      }
      const answers: (boolean | undefined)[] = []
      for (const callback of told) answers.push(await callback.onEpochEnd?.(epoch, logs, training))
      if (answers.includes(false)) break
    }
    for (const callback of told) callback.onTrainEnd?.(training)
    return recorder.history
  }

  /** The loss and the metrics on these rows. */
  async evaluate(
    x: Rows,
    y: Rows,
    { sampleWeight }: { readonly sampleWeight?: Rows } = {},
  ): Promise<Measures> {
    const part = this.#part('evaluate', x, y, sampleWeight)
    const trainer = this.#trainer(part.target.width, 32, sampleWeight !== undefined)
    return this.#measure(trainer, part, trainer.place(part))
  }

  /** The model's output for these rows: a tensor [rows, outputs]. */
  async predict(x: Rows): Promise<Tensor> {
    const { rows, ...table } = inputOf('predict', this.inputShape, x)
    this.#checkNumbers(table.data)
    this.#predictor ??= new Predictor({
      module: this.#stack,
      widths: { x: sizeOf(this.inputShape) },
      device: defaultDevice(),
    })
    const output = this.#predictor.predict({ rows, inputs: { x: table } })
    return tensor(output, [rows, output.length / rows])
  }

  /** Layers, output shapes and numbers of parameters, as a table. */
  summary(): string {
    return formatSummary(this.name, this.layers)
  }

  #trainer(targetWidth: number, batchSize: number, weighted = false): Trainer {
    const { optimizer, objective } = this.#settings()
    const { fromLogits, fromOutput } = objective
    const last = this.layers.at(-1)
    checkLink(this.name, objective, last)
    const linked = fromLogits !== undefined && last?.activation === objective.link
    const body = new Stack(...this.#stack.layers.slice(0, linked ? -1 : undefined))
    return new Trainer({
      forward: ({ x }) => body.forward(x as Tensor),
      ...(linked && last ? { finish: (logits: Tensor) => last.module.forward(logits) } : {}),
      module: this.#stack,
      loss: linked ? fromLogits : fromOutput,
      ...penaltyOf(this.layers),
      optimizer,
      batchSize,
      widths: { inputs: { x: sizeOf(this.inputShape) }, target: targetWidth },
      weighted,
      device: defaultDevice(),
    })
  }

  #measure(trainer: Trainer, part: Dataset, resident: Resident): Measures {
    const { loss, output } = trainer.evaluate(resident)
    return { loss, ...this.#metricsOf(output, part) }
  }

  #metrics(trainer: Trainer, part: Dataset, resident: Resident): Record<string, number> {
    if (this.#settings().metrics.length === 0) return {}
    return this.#metricsOf(trainer.evaluate(resident).output, part)
  }

  #metricsOf(output: Float32Array, { target, rows }: Dataset): Record<string, number> {
    const { metrics } = this.#settings()
    return Object.fromEntries(metrics.map(([name, metric]) => [name, metric(output, target.data, rows)]))
  }

  #settings(): Compiled {
    if (this.#compiled) return this.#compiled
    throw new UsageError({
      where: this.name,
      problem: 'the model has no loss yet',
      hint: "Call compile({ optimizer: 'adam', loss: 'mse' }) first.",
    })
  }

  #part(where: string, x: Rows, y: Rows, sampleWeight?: Rows): Dataset {
    const part = partOf(where, this.inputShape, x, y, sampleWeight)
    this.#checkNumbers(part.inputs.x?.data ?? [])
    return part
  }

  /** No run checks the numbers that an embedding looks up. */
  #checkNumbers(numbers: ArrayLike<number>): void {
    const first = this.layers[0]?.module
    if (first instanceof Embedding) first.check(numbers)
  }
}

function inputShapeOf(stack: readonly Layer[]): readonly number[] {
  const shape: unknown = stack[0]?.inputShape
  if (shape === undefined)
    throw new UsageError({
      where: 'sequential',
      problem: 'the shape of the input is not known',
      hint: 'Give the first layer an inputShape, such as inputShape: [10].',
    })
  const isShape = Array.isArray(shape) && shape.every((extent) => Number.isInteger(extent) && extent >= 1)
  if (isShape && shape.length > 0) return shape
  throw new UsageError({
    where: 'sequential',
    problem: 'the inputShape is none',
    expected: 'a list of whole numbers of at least 1, such as [10]',
    got: JSON.stringify(shape),
  })
}

function buildLayers(stack: readonly Layer[], inputShape: readonly number[], random: Random): BuiltLayer[] {
  const built: BuiltLayer[] = []
  const counts = new Map<string, number>()
  for (const layer of stack) {
    const count = (counts.get(layer.kind) ?? 0) + 1
    counts.set(layer.kind, count)
    const name = layer.name ?? (count === 1 ? layer.kind : `${layer.kind}_${count - 1}`)
    if (built.some((other) => other.name === name))
      throw new UsageError({ where: 'sequential', problem: `two layers are called '${name}'` })
    const shape = built.at(-1)?.outputShape ?? inputShape
    if (layer.kind === 'embedding' && built.length > 0)
      throw new UsageError({
        where: name,
        problem: 'an embedding takes the numbers of the input alone: put it first',
      })
    built.push(...layer.build(shape, random.fork(built.length), name))
  }
  return built
}

/** Throws where a loss is given probabilities in place of logits, or logits in place of probabilities. */
function checkLink(where: string, { link, givesLogits = false }: Objective, last: BuiltLayer | undefined) {
  if (link === undefined || last === undefined) return
  if (givesLogits && last.activation === link)
    throw new UsageError({
      where,
      problem: `the loss takes logits, and '${last.name}' makes probabilities of them`,
      hint: `Leave the activation '${link}' out, or fromLogits.`,
    })
  if (!givesLogits && last.className === 'Dense')
    throw new UsageError({
      where,
      problem: 'the loss takes probabilities, and the last layer gives any numbers',
      hint: `Give '${last.name}' an activation: '${link}', or the loss { fromLogits: true }.`,
    })
}

/** What the layers add to the loss together. */
function penaltyOf(layers: readonly BuiltLayer[]): { penalty?: () => Tensor } {
  const penalties = layers.flatMap((layer) => layer.penalties)
  if (penalties.length === 0) return {}
  return { penalty: () => penalties.map((penalty) => penalty()).reduce((sum, term) => sum.add(term)) }
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
