/**
 * Runs of an entry that follow each other without the host: the numbers that change from run to run are put into a
 * table beforehand, and the outputs of all runs are looked at afterwards. What else changes (the rows of a batch) is
 * bound by the caller, with a step.
 */

import { OgeeError } from '../base/index.ts'
import type { Executable, Numbers, Region } from '../devices/device.ts'
import type { SeriesBuffers } from '../graph/index.ts'

type Numbered = Readonly<Record<string, number>>

export class Series {
  /** The most runs in a row. */
  readonly most: number
  readonly #executable: Executable
  readonly #entry: string
  readonly #buffers: SeriesBuffers
  /** What the inputs are, run by run. */
  readonly #numbers: Float64Array
  /** Two regions: what one thread writes had better not share cache lines with what others read. */
  readonly #given: Region
  /** Output by output. */
  readonly #taken: Region

  constructor(executable: Executable, entry: string, buffers: SeriesBuffers, most: number) {
    this.most = most
    this.#executable = executable
    this.#entry = entry
    this.#buffers = buffers
    this.#numbers = new Float64Array(most * buffers.inputs.size)
    this.#given = executable.allocate(Math.max(1, most * buffers.inputs.size), 'f32')
    this.#taken = executable.allocate(Math.max(1, most * buffers.outputs.size), 'f32')
    this.#bind(0, false)
  }

  /**
   * What the inputs are in a run, counted from 0: by their names, in one record or the other. More than the program reads
   * may be there.
   */
  put(run: number, numbers: Numbered, others: Numbered = {}): void {
    let at = run * this.#buffers.inputs.size
    for (const name of this.#buffers.inputs.keys()) {
      const number = numbers[name] ?? others[name]
      if (number === undefined) throw new OgeeError({ where: this.#entry, problem: `no number for ${name}` })
      this.#numbers[at++] = number
    }
  }

  /** Runs the entry so many times. Other entries then find the inputs as they were in the last run. */
  run(times: number): void {
    if (times === 0) return
    this.#given.write(this.#numbers.subarray(0, times * this.#buffers.inputs.size))
    this.#bind(0, true)
    this.#executable.run(this.#entry, times)
    this.#bind(times - 1, false)
  }

  /** What an output was in each of the last runs, the first `times` of them. */
  output(name: string, times: number): Numbers | Int32Array {
    return this.#taken.read(times, [...this.#buffers.outputs.keys()].indexOf(name) * this.most)
  }

  #bind(run: number, moves: boolean): void {
    const { inputs, outputs } = this.#buffers
    let at = run * inputs.size
    for (const buffer of inputs.values())
      this.#executable.bind(buffer, this.#given, at++, moves ? inputs.size : 0)
    at = run
    for (const buffer of outputs.values()) {
      this.#executable.bind(buffer, this.#taken, at, moves ? 1 : 0)
      at += this.most
    }
  }
}
