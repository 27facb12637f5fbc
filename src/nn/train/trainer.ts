/**
 * The training loop over one compiled program: its step (forward, loss, gradients, updates) and its
 * prediction share parameters and tables in the device's memory. Nothing is copied or allocated per step.
 *
 * It knows no validation, stopping rule or metric: those are its callers'.
 */

import { OgeeError } from '../../base/index.ts'
import { type Compiled, compile } from '../../compile/compile.ts'
import type { Series } from '../../compile/series.ts'
import type { Region } from '../../devices/device.ts'
import { defaultDevice } from '../../devices/index.ts'
import { STEP } from '../../graph/index.ts'
import { checkTable, type Dataset, type Table } from '../dataset.ts'
import { lossPerRow } from '../layers/losses.ts'
import { type Holder, type Store, storesIn, versionOf } from '../parameter.ts'
import { nextStream } from '../random.ts'
import { EVALUATION_ROWS, programOf, type TrainerOptions } from './graphs.ts'
import { profileStep, type StepProfile } from './profile.ts'
import { cut, readAhead } from './stream.ts'

/** Tables in the device's memory. */
export interface Resident {
  readonly rows: number
  readonly tables: ReadonlyMap<string, Region>
  readonly order: Region
}

/** What the network makes of rows it does not learn from. */
export interface Evaluation {
  /** Mean over the rows. */
  readonly loss: number
  /** Predictions, row-major [rows, outputs]. */
  readonly output: Float32Array
}

/** So many steps are prepared at once, and run without a look at anything else. */
const STEPS_IN_A_ROW = 256

/** Random numbers come again after so many steps: beyond it float32 does not tell steps apart. */
const MOST_STEPS = 2 ** 24

export class Trainer<Name extends string = string> implements Holder {
  readonly #compiled: Compiled
  readonly #options: TrainerOptions<Name>
  readonly #batch: number
  /** The width of what is predicted. */
  readonly #outputs: number
  /** The width of what the loss takes. */
  readonly #logits: number
  /** What the evaluation of a block of rows tells. */
  readonly #told: ReadonlySet<string>
  /** Parameters and buffers. */
  readonly #stores: readonly Store[]
  /** Whether the newest numbers are on the device, and otherwise of which version those there are. */
  #holds = false
  #version: number
  readonly #lastCounts: Record<string, number> = {}
  /** Where rows pass through that are not kept. */
  #passing: { room: Resident; order: Uint32Array } | undefined
  readonly #series: Series
  /** Of a step, by the name of the input that reads it. */
  readonly #number = { [STEP]: 0 }
  #steps = 0

  constructor(options: TrainerOptions<Name>) {
    const { batchSize, device = defaultDevice() } = options
    if (!Number.isInteger(batchSize) || batchSize < 1)
      throw new OgeeError({
        where: 'Trainer',
        problem: 'batchSize is out of range',
        expected: 'a whole number of at least 1',
        got: `${batchSize}`,
      })
    this.#options = options
    this.#batch = Math.ceil(batchSize / 8) * 8
    const { entries, outputs, logits } = programOf(options, this.#batch)
    this.#outputs = outputs
    this.#logits = logits
    this.#told = new Set(Object.keys(entries.evaluate.outputs))
    this.#stores = storesIn(entries)
    /** Moments that an optimiser has of another trainer come with the parameters. */
    for (const store of this.#stores) store.fetch()
    this.#compiled = compile(entries, device)
    this.#version = versionOf(this.#stores)
    this.#series = this.#compiled.series('train', STEPS_IN_A_ROW)
  }

  /** Copies what was trained back into parameters and buffers. Whoever looks at them asks for it. */
  release(): void {
    if (!this.#holds) return
    this.#holds = false
    this.#compiled.readStates()
    this.#version = versionOf(this.#stores)
  }

  /** Before the device's numbers are used: takes over what has changed elsewhere. */
  #hold(): void {
    if (this.#holds) return
    for (const store of this.#stores) store.fetch()
    if (versionOf(this.#stores) !== this.#version) this.#compiled.writeStates()
    for (const store of this.#stores) store.hold(this)
    this.#holds = true
  }

  /** Copies a data set into the device's memory. Throws where targets are none for the loss. */
  place(data: Dataset): Resident {
    return this.placeParts(data.rows, [data])
  }

  /** Copies one that comes in parts, of `rows` rows in all: no more than a part of it is held twice. */
  placeParts(rows: number, parts: Iterable<Dataset>): Resident {
    const resident = this.#room(rows)
    let start = 0
    for (const part of parts) {
      for (const [name, { width, data }] of this.#tablesOf(part))
        this.#compiled.writeRows(resident.tables.get(name) as Region, start, [width], data)
      start += part.rows
    }
    if (start !== rows)
      throw new OgeeError({
        where: 'placeParts',
        problem: 'the parts have fewer rows than was said',
        expected: `${rows}`,
        got: `${start}`,
      })
    return resident
  }

  /** Tables for so many rows, and the order of a pass over them. */
  #room(rows: number): Resident {
    const { inputs, target } = this.#options.widths
    const widths = Object.entries<number>(inputs).map(([name, width]) => [`inputs.${name}`, width] as const)
    const weights = this.#options.weighted ? [['weights', 1] as const] : []
    const tables = [...widths, ['target', target] as const, ...weights].map(
      ([name, width]) => [name, this.#compiled.table(rows, [width])] as const,
    )
    const order = this.#compiled.indices(rows + Math.max(this.#batch, EVALUATION_ROWS))
    return { rows, tables: new Map(tables), order }
  }

  /** Puts a data set in the place of another, which it must not exceed in rows. */
  replace(resident: Resident, data: Dataset): Resident {
    if (data.rows > resident.rows)
      throw new OgeeError({
        where: 'replace',
        problem: 'the place is too small',
        expected: `at most ${resident.rows} rows`,
        got: `${data.rows}`,
      })
    for (const [name, table] of this.#tablesOf(data))
      this.#compiled.writeRows(resident.tables.get(name) as Region, 0, [table.width], table.data)
    return { ...resident, rows: data.rows }
  }

  /**
   * One pass over the rows in the order given, of which there may be fewer than all, and some twice; the mean
   * loss of the steps, weighted by their rows. Default: all of them in a new random order (`manualSeed`).
   */
  epoch(resident: Resident, order: ArrayLike<number> = nextStream().permutation(resident.rows)): number {
    checkOrder(order, resident.rows)
    this.#hold()
    this.#bindTables(resident)
    resident.order.write(order)
    /** The last batch is filled up with a row of the order: one outside it may hold NaN, which 0 does not weigh down. */
    resident.order.write(new Uint32Array(this.#batch).fill(order[0] as number), order.length)
    const { batchSize } = this.#options
    this.#compiled.bind('train.rows', resident.order, 0, batchSize)
    let total = 0
    for (let left = order.length; left > 0; ) {
      const count = Math.min(batchSize, left)
      const steps = Math.min(STEPS_IN_A_ROW, Math.floor(left / count))
      for (const loss of this.#runSteps(steps, count)) total += loss * count
      left -= steps * count
    }
    return total / order.length
  }

  /**
   * One pass over rows that come in parts, for tables that memory does not hold: each part is trained on in its own
   * order and forgotten, and the next one is asked for before that, so that reading goes on meanwhile. Steps end
   * where a part ends: where all parts are whole multiples of `batchSize`, only the last can leave one incomplete.
   * The first part ever says how much room there is; a larger one passes through it in several pieces.
   */
  async epochOf(parts: AsyncIterable<Dataset> | Iterable<Dataset>): Promise<number> {
    let [rows, total] = [0, 0]
    for await (const part of readAhead(parts)) {
      const { room, order } = this.#roomFor(part)
      for (const piece of cut(part, room.rows)) {
        total += this.epoch(this.replace(room, piece), order.subarray(0, piece.rows)) * piece.rows
        rows += piece.rows
      }
    }
    if (rows > 0) return total / rows
    throw new OgeeError({
      where: 'epochOf',
      problem: 'no rows came',
      hint: 'a generator can be run through once; make a new one for each epoch',
    })
  }

  #roomFor(part: Dataset): { room: Resident; order: Uint32Array } {
    if (this.#passing) return this.#passing
    const { batchSize } = this.#options
    const rows = Math.max(1, Math.ceil(part.rows / batchSize)) * batchSize
    this.#passing = { room: this.#room(rows), order: inOrder(rows) }
    return this.#passing
  }

  /** Loss and predictions for every row, in order. */
  evaluate(resident: Resident): Evaluation {
    const output = new Float32Array(resident.rows * this.#outputs)
    const loss = this.#passOver(resident, (start, count) =>
      this.#compiled.takeRows('evaluate', 'output', output, start, count),
    )
    return { loss, output }
  }

  /** The mean loss over the rows: what `evaluate` gives, without the predictions. */
  loss(resident: Resident): number {
    return this.#passOver(resident, () => {})
  }

  /** Runs over the rows in order, without training, and tells after each block of them; their mean loss. */
  #passOver({ rows, order, tables }: Resident, tell: (start: number, count: number) => void): number {
    checkSome('evaluate', rows)
    this.#hold()
    this.#bindTables({ tables })
    order.write(inOrder(rows))
    /** As in an epoch: what stands behind may name rows of a data set that was here before. */
    order.write(new Uint32Array(EVALUATION_ROWS), rows)
    let [total, counted] = [0, 0]
    for (let start = 0; start < rows; start += EVALUATION_ROWS) {
      const count = Math.min(EVALUATION_ROWS, rows - start)
      this.#weigh('evaluate', count, EVALUATION_ROWS)
      this.#compiled.bind('evaluate.rows', order, start)
      this.#compiled.run('evaluate')
      total += this.#compiled.scalar('evaluate', 'loss') * count
      counted += this.#toldOr('counted', 1) * count
      tell(start, count)
    }
    return total / counted + this.#toldOr('penalty', 0)
  }

  #toldOr(output: 'counted' | 'penalty', otherwise: number): number {
    return this.#told.has(output) ? this.#compiled.scalar('evaluate', output) : otherwise
  }

  /**
   * Where a training step goes, kernel by kernel, on one thread and on copies of all that it changes. It takes a
   * second or so: everything is run until the clock can tell.
   */
  profile(resident: Resident): StepProfile {
    checkSome('profile', resident.rows)
    const rows = Math.min(this.#options.batchSize, resident.rows)
    this.#hold()
    this.#bindTables(resident)
    resident.order.write(Uint32Array.from({ length: this.#batch }, (_, row) => row % rows))
    this.#compiled.bind('train.rows', resident.order)
    this.#weigh('train', rows, this.#batch)
    return profileStep(this.#compiled, 'train', this.#options.module)
  }

  /** Runs steps over `count` rows of a batch each; the rest of it counts for nothing. Returns their mean losses. */
  #runSteps(steps: number, count: number): Iterable<number> {
    this.#weigh('train', count, this.#batch)
    let ready = 0
    try {
      for (; ready < steps; ready++) {
        this.#number[STEP] = this.#steps++ % MOST_STEPS
        this.#series.put(ready, this.#options.optimizer.step(), this.#number)
      }
    } finally {
      /** If the optimiser has no next step, for want of a learning rate, those before it are still made. */
      this.#series.run(ready)
    }
    return this.#series.output('loss', steps)
  }

  /** The first `count` rows of a batch share the weight 1; the others have none. */
  #weigh(entry: string, count: number, batch: number): void {
    if (this.#lastCounts[entry] === count) return
    this.#lastCounts[entry] = count
    const weights = Float32Array.from({ length: batch }, (_, i) => (i < count ? 1 / count : 0))
    this.#compiled.write(`${entry}.weights`, weights)
  }

  #bindTables({ tables }: Pick<Resident, 'tables'>): void {
    for (const [name, region] of tables) this.#compiled.bind(name, region)
  }

  /** Under the names of the program's inputs. Throws unless they are as wide and as long as they should be. */
  #tablesOf({ rows, inputs, target, weights }: Dataset): (readonly [name: string, table: Table])[] {
    const { widths, loss, weighted } = this.#options
    const named = Object.entries<number>(widths.inputs).map(
      ([name, width]) => [`inputs.${name}`, checkTable(`input ${name}`, inputs[name], rows, width)] as const,
    )
    checkTable('target', target, rows, widths.target)
    lossPerRow(loss).checkTarget?.(target.data, this.#logits, target.width)
    if (weights && !weighted)
      throw new OgeeError({
        where: 'weights',
        problem: 'the trainer takes no weights of rows',
        hint: 'Make it with weighted: true.',
      })
    const own = weighted ? [['weights', checkTable('weights', weights, rows, 1)] as const] : []
    return [...named, ['target', target], ...own]
  }
}

/** Of no rows there is no mean. */
function checkSome(where: string, rows: number): void {
  if (rows > 0) return
  throw new OgeeError({ where, problem: 'there are no rows' })
}

/** Devices read where they are told to. */
function checkOrder(order: ArrayLike<number>, rows: number): void {
  let inside = order.length >= 1 && order.length <= rows
  for (let i = 0; inside && i < order.length; i++) {
    const row = order[i] as number
    inside = Number.isInteger(row) && row >= 0 && row < rows
  }
  if (inside) return
  throw new OgeeError({
    where: 'epoch',
    problem: 'the order names other rows than there are',
    expected: `1 to ${rows} whole numbers from 0 to ${rows - 1}`,
  })
}

/** 0, 1, 2, … */
function inOrder(rows: number): Uint32Array {
  const order = new Uint32Array(rows)
  for (let row = 0; row < rows; row++) order[row] = row
  return order
}
