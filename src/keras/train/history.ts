/** What `fit` leaves behind, and what it tells on the way. */

import type { Module, Optimizer } from '../../nn/index.ts'

/** Values after each epoch: loss and metrics, and those of the validation part as 'val_…'. */
export type Logs = Readonly<Record<string, number>>

export interface History {
  /** The numbers of the epochs that were run, from 0. */
  readonly epoch: readonly number[]
  /** For each name, its value after each epoch. */
  readonly history: Readonly<Record<string, readonly number[]>>
}

/** What is being trained, and by what: its parameters and its learning rate may be read and set. */
export interface Training {
  readonly module: Module
  readonly optimizer: Optimizer
}

type Answer = boolean | undefined | Promise<boolean | undefined>

/** Epochs are counted from 0, in each call of `fit`. */
export interface Callback {
  onTrainBegin?(training: Training): void
  onEpochBegin?(epoch: number, training: Training): void
  /** Returning false ends the training. */
  onEpochEnd?(epoch: number, logs: Logs, training: Training): Answer
  onTrainEnd?(training: Training): void
}

export class Recorder implements Callback {
  readonly #epochs: number[] = []
  readonly #values: Record<string, number[]> = {}

  onEpochEnd(epoch: number, logs: Logs): undefined {
    this.#epochs.push(epoch)
    for (const [name, value] of Object.entries(logs)) {
      const values = this.#values[name] ?? []
      values.push(value)
      this.#values[name] = values
    }
  }

  get history(): History {
    return { epoch: this.#epochs, history: this.#values }
  }
}

/** One line per epoch, on the console: what `fit` shows unless it is told to be silent. */
export function progress(epochs: number): Callback {
  return {
    onEpochEnd(epoch, logs) {
      const values = Object.entries(logs).map(([name, value]) => `${name}: ${value.toPrecision(4)}`)
      // biome-ignore lint/suspicious/noConsole: verbose training prints its progress, as Keras does.
      console.log(`Epoch ${epoch + 1}/${epochs} - ${values.join(' - ')}`)
      return undefined
    },
  }
}
