/** What holds for every training of a comparison: plain data, the same in all workers and in the study. */

import type { Encoder } from '../data/index.ts'
import type { Formulas } from './chosen.ts'

export interface Settings {
  /** Names of the catalogue, and of `formulas`. */
  readonly activations: readonly string[]
  readonly formulas: Formulas
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[]
  readonly seed: number
  /** The learning rates to choose from, ascending; one is a fixed one. */
  readonly learningRates: readonly number[]
  /** The most epochs a training may take; without early stopping, how many it takes. */
  readonly epochs: number
  readonly earlyStopping: boolean
  /** Epochs without a better validation loss after which the search for more ends. */
  readonly patience: number
  /** Rows to a step. */
  readonly batchSize: number
  /** Inner splits over which the validation loss is averaged. */
  readonly innerSplits: number
  /** The share of a training part that an inner split sets aside. */
  readonly validationShare: number
}

/** The learning rates that `--lr auto` tries. Each is about three times the one before. */
export const AUTO_LEARNING_RATES: readonly number[] = [0.001, 0.003, 0.01]

/**
 * Rows to a step by rows to train on: small tables need many steps to an epoch, large ones run faster in
 * larger batches and have steps enough.
 */
export function autoBatchSize(rows: number): number {
  const wanted = 2 ** Math.floor(Math.log2(Math.max(1, rows / 64)))
  return Math.min(128, Math.max(32, wanted))
}

/**
 * One split of a few dozen rows is too noisy to choose by: the choice is averaged over as many splits as keep
 * about this many validation rows in all.
 */
const VALIDATION_ROWS = 300

export function autoInnerSplits(rows: number, share: number): number {
  return Math.min(5, Math.max(1, Math.ceil(VALIDATION_ROWS / (rows * share))))
}

/** All workers together may hold this much of the table, encoded. */
const WORKERS_BYTES = 2 ** 30

/** How many workers can hold a table's rows encoded at the same time; at least one. */
export function autoWorkers(
  rows: number,
  { width, embeddings }: Pick<Encoder, 'width' | 'embeddings'>,
): number {
  // Three tables of float32, their rows padded to whole vectors: numbers, codes and the target.
  const bytes = 4 * rows * (width + embeddings.length + 12)
  return Math.max(1, Math.floor(WORKERS_BYTES / bytes))
}

/** How the cores are shared out; results do not depend on it. */
export interface Parallel {
  /** Trainings side by side. */
  readonly workers: number
  /** The most threads that each may use. */
  readonly threads: number
}

/**
 * Trainings side by side come first, since they never wait for each other; threads inside of each get the cores
 * that this leaves. `most`: trainings that may run at a time.
 */
export function shareCores(cores: number, trainings: number, most: number): Parallel {
  const workers = Math.max(1, Math.min(trainings, most))
  return { workers, threads: Math.max(1, Math.floor(cores / workers)) }
}

/** '4 side by side, on 1 thread each' */
export function sayParallel({ workers, threads }: Parallel): string {
  const on = `on ${threads} ${threads === 1 ? 'thread' : 'threads'}`
  return workers === 1 ? `1 at a time, ${on}` : `${workers} side by side, ${on} each`
}
