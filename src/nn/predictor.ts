/** A network that answers: compiled for blocks of rows that stream through memory of its own. */

import { formatShape, OgeeError } from '../base/index.ts'
import { type Compiled, compile } from '../compile/compile.ts'
import { type Device, defaultDevice } from '../devices/index.ts'
import { input } from '../graph/index.ts'
import { inMode, type Module } from './module.ts'
import { Tensor } from './tensor.ts'
import type { Dataset } from './trainer.ts'

export interface PredictorOptions<Name extends string = string> {
  /** Inputs by name, each [rows, width], to an output [rows, outputs]. */
  readonly forward: (inputs: Readonly<Record<Name, Tensor>>) => Tensor
  /** In evaluation mode while the network is built. */
  readonly module: Module
  /** The width of every input. */
  readonly widths: Readonly<Record<Name, number>>
  /** Default: the default device. */
  readonly device?: Device
}

/** Rows to a run. */
const BLOCK = 64

export class Predictor<Name extends string = string> {
  readonly #compiled: Compiled
  readonly #widths: Readonly<Record<string, number>>
  /** Of the output. */
  readonly #width: number

  constructor({ forward, module, widths, device = defaultDevice() }: PredictorOptions<Name>) {
    const inputs = Object.entries<number>(widths).map(
      ([name, width]) => [name, new Tensor(input(name, [BLOCK, width], { batched: true }))] as const,
    )
    const named = Object.fromEntries(inputs) as Record<Name, Tensor>
    const { node, shape } = inMode(module, false, () => forward(named))
    const [rows, width, ...more] = shape
    if (rows !== BLOCK || width === undefined || more.length > 0)
      throw new OgeeError({
        where: 'Predictor',
        problem: 'a row of outputs is needed for every row of inputs',
        expected: `[${BLOCK}, outputs]`,
        got: formatShape(shape),
      })
    this.#widths = widths
    this.#width = width
    this.#compiled = compile({ predict: { outputs: { output: node } } }, device)
  }

  /** Takes over the parameters' present values. */
  refresh(): void {
    this.#compiled.writeStates()
  }

  /** The output for every row, row-major [rows, outputs]. */
  predict({ rows, inputs }: Pick<Dataset, 'rows' | 'inputs'>): Float32Array {
    const tables = Object.entries(this.#widths).map(([name, width]) => {
      const data = inputs[name]?.data ?? []
      checkLength(name, data.length, rows, width)
      return { name, width, data, block: new Float32Array(BLOCK * width) }
    })
    const predicted = new Float32Array(rows * this.#width)
    for (let start = 0; start < rows; start += BLOCK) {
      const end = Math.min(rows, start + BLOCK)
      for (const { name, width, data, block } of tables) {
        block.fill(0).set(data.slice(start * width, end * width))
        this.#compiled.write(name, block)
      }
      this.#compiled.run('predict')
      const output = this.#compiled.read('predict', 'output')
      predicted.set(output.subarray(0, (end - start) * this.#width), start * this.#width)
    }
    return predicted
  }
}

function checkLength(name: string, length: number, rows: number, width: number): void {
  if (length === rows * width) return
  throw new OgeeError({
    where: `input ${name}`,
    problem: 'the table has the wrong size',
    expected: `${formatShape([rows, width])}, ${rows * width} numbers`,
    got: `${length} numbers`,
  })
}
