/**
 * A network that answers: compiled for one panel of rows, so that a single row has its answer in microseconds, and
 * for blocks of many. Rows stream through memory of its own; nothing is allocated but what is returned.
 */

import { formatShape, OgeeError } from '../../base/index.ts'
import { type Compiled, compile } from '../../compile/compile.ts'
import { type Device, defaultDevice } from '../../devices/index.ts'
import { type Entry, input } from '../../graph/index.ts'
import type { Dataset } from '../dataset.ts'
import { forwardOf, inMode, type Module } from '../module.ts'
import { type Store, storesIn, versionOf } from '../parameter.ts'
import { Tensor } from '../tensor.ts'

export interface PredictorOptions<Name extends string = string> {
  /**
   * Inputs by name, each [rows, width], to an output [rows, outputs]. Default: the module, to which the inputs go in the
   * order of `widths`.
   */
  readonly forward?: (inputs: Readonly<Record<Name, Tensor>>) => Tensor
  /** In evaluation mode while the network is built. */
  readonly module: Module
  /** The width of every input. */
  readonly widths: Readonly<Record<Name, number>>
  /** Default: the default device. */
  readonly device?: Device
}

/** Rows to a run of each of the two programs. */
const ROWS = { few: 8, many: 64 } as const
type Entries = keyof typeof ROWS

interface Input {
  readonly name: string
  readonly width: number
  /** Its names in the program. */
  readonly few: string
  readonly many: string
}

export class Predictor<Name extends string = string> {
  readonly #compiled: Compiled
  readonly #inputs: readonly Input[]
  readonly #stores: readonly Store[]
  /** Of the numbers in the program. */
  #version: number
  /** Of the output. */
  readonly width: number

  constructor(options: PredictorOptions<Name>) {
    const { widths, device = defaultDevice() } = options
    this.#inputs = Object.entries<number>(widths).map(([name, width]) => {
      return { name, width, few: `few.${name}`, many: `many.${name}` }
    })
    const [few, many] = [this.#entry('few', options), this.#entry('many', options)]
    this.width = few.outputs.output?.shape[1] as number
    this.#compiled = compile({ few, many }, device)
    this.#stores = storesIn({ few, many })
    this.#version = versionOf(this.#stores)
  }

  /** Takes over what training or anybody else has changed. */
  #refresh(): void {
    const version = versionOf(this.#stores)
    if (version === this.#version) return
    this.#compiled.writeStates()
    this.#version = version
  }

  /** The output for every row by the parameters' present values, row-major [rows, outputs]. */
  predict({ rows, inputs }: Pick<Dataset, 'rows' | 'inputs'>): Float32Array {
    const output = new Float32Array(rows * this.width)
    const tables: Record<string, ArrayLike<number>> = {}
    for (const { name } of this.#inputs) tables[name] = inputs[name]?.data ?? []
    this.predictInto(tables as Record<Name, ArrayLike<number>>, output)
    return output
  }

  /**
   * The same into an array of the caller's, whose length says how many rows there are: a whole multiple of
   * `width`. Inputs are row-major [rows, width of the input]; one row is a list of its features.
   */
  predictInto(inputs: Readonly<Record<Name, ArrayLike<number>>>, output: Float32Array): void {
    const rows = output.length / this.width
    this.#refresh()
    for (const { name, width } of this.#inputs) checkLength(name, inputs[name as Name], rows, width)
    for (let start = 0; start < rows; ) {
      const entry = rows - start > ROWS.many / 2 ? 'many' : 'few'
      const count = Math.min(ROWS[entry], rows - start)
      this.#run(entry, inputs, start, count)
      this.#compiled.takeRows(entry, 'output', output, start, count)
      start += count
    }
  }

  #run(entry: Entries, inputs: Readonly<Record<Name, ArrayLike<number>>>, start: number, count: number) {
    for (const each of this.#inputs)
      this.#compiled.putRows(each[entry], inputs[each.name as Name], start, count)
    this.#compiled.run(entry)
  }

  #entry(entry: Entries, { module, forward = forwardOf(module) }: PredictorOptions<Name>): Entry {
    const inputs = this.#inputs.map(({ name, width, [entry]: own }) => {
      return [name, new Tensor(input(own, [ROWS[entry], width], { batched: true }))] as const
    })
    const { node, shape } = inMode(module, false, () =>
      forward(Object.fromEntries(inputs) as Record<Name, Tensor>),
    )
    const [rows, width, ...more] = shape
    if (rows === ROWS[entry] && width !== undefined && more.length === 0) return { outputs: { output: node } }
    throw new OgeeError({
      where: 'Predictor',
      problem: 'a row of outputs is needed for every row of inputs',
      expected: `[${ROWS[entry]}, outputs]`,
      got: formatShape(shape),
    })
  }
}

function checkLength(name: string, data: ArrayLike<number> | undefined, rows: number, width: number): void {
  if (Number.isInteger(rows) && data?.length === rows * width) return
  throw new OgeeError({
    where: `input ${name}`,
    problem: 'the table has the wrong size',
    expected: `[rows, ${width}] for the ${rows} rows of the output`,
    got: `${data?.length ?? 0} numbers`,
  })
}
