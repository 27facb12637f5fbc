/** A network that answers: compiled for blocks of rows that stream through memory of its own. */

import { type Compiled, compile } from '../compile/compile.ts'
import type { Device } from '../devices/device.ts'
import { input } from '../graph/index.ts'
import { Tensor } from './tensor.ts'
import type { Dataset } from './trainer.ts'

export interface PredictorOptions {
  /** Inputs by name, each [rows, width], to an output [rows, outputs]. */
  readonly forward: (inputs: Readonly<Record<string, Tensor>>) => Tensor
  /** The width of every input. */
  readonly widths: Readonly<Record<string, number>>
  readonly device: Device
}

/** Rows to a run. */
const BLOCK = 64

export class Predictor {
  readonly #compiled: Compiled
  readonly #widths: Readonly<Record<string, number>>

  constructor({ forward, widths, device }: PredictorOptions) {
    const inputs = Object.entries(widths).map(
      ([name, width]) => [name, new Tensor(input(name, [BLOCK, width], { batched: true }))] as const,
    )
    this.#widths = widths
    this.#compiled = compile(
      { predict: { outputs: { output: forward(Object.fromEntries(inputs)).node } } },
      device,
    )
  }

  /** Takes over the parameters' present values. */
  refresh(): void {
    this.#compiled.writeStates()
  }

  /** The output for every row, row-major [rows, outputs]. */
  predict({ rows, inputs }: Pick<Dataset, 'rows' | 'inputs'>): Float32Array {
    const parts: Float32Array[] = []
    for (let start = 0; start < rows; start += BLOCK) {
      const count = Math.min(BLOCK, rows - start)
      for (const [name, width] of Object.entries(this.#widths)) {
        const block = new Float32Array(BLOCK * width)
        block.set(inputs[name]?.data.subarray(start * width, (start + count) * width) ?? [])
        this.#compiled.write(name, block)
      }
      this.#compiled.run('predict')
      const output = this.#compiled.read('predict', 'output')
      parts.push(Float32Array.from(output.subarray(0, (output.length / BLOCK) * count)))
    }
    return concatenate(parts)
  }
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
