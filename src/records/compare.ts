/**
 * What a comparison leaves behind: plain data, the same in the study directory, the JSON output and the
 * report. Fields are only ever added; a change of meaning raises `schema`.
 */

import type { ProfileRecord } from './profile.ts'

export type Task = 'binary' | 'multiclass' | 'regression'

export type ColumnKind = 'number' | 'category' | 'boolean' | 'date' | 'text' | 'id' | 'constant'

export interface ColumnRecord {
  readonly name: string
  readonly kind: ColumnKind
  /** Cells that were empty or spelled as missing. */
  readonly missing: number
  /** Distinct values, for categories. */
  readonly levels?: number
  /** Why the column is not used, where it is not. */
  readonly dropped?: string
  /** What was done to the column, as one sentence: 'standardised; 2 missing filled with the mean, and marked'. */
  readonly treatment?: string
}

/** One metric over all repeats and folds; `scores` runs through the folds of repeat 0, then of repeat 1, … */
export interface MetricRecord {
  readonly mean: number
  readonly std: number
  readonly scores: readonly number[]
}

/** Paired difference to the best activation (this one minus the best), in units of the metric. */
export interface DifferenceRecord {
  readonly difference: number
  /** 95 % interval of the corrected resampled t-test. */
  readonly low: number
  readonly high: number
  /** p of the corrected resampled t-test, adjusted by Holm's method over all comparisons. */
  readonly pCorrected: number
  /** Posterior probabilities that this one is better, practically equivalent, worse; they add to 1. */
  readonly pBetter: number
  readonly pEquivalent: number
  readonly pWorse: number
}

export interface ActivationRecord {
  readonly name: string
  /** Of one that the user wrote, as it was written. */
  readonly formula?: string
  readonly metrics: Readonly<Record<string, MetricRecord>>
  /** Chosen per repeat and fold, in the order of the scores. */
  readonly learningRate: readonly number[]
  readonly epochs: readonly number[]
  /** Median over the trials; seconds, on as many threads as each had: those of `reproduce.trainings`. */
  readonly secondsPerEpoch: number
  /** null for the best, and for one whose training diverged in some fold. */
  readonly toBest: DifferenceRecord | null
}

/** The machine output of `ogee compare --json`. */
export interface CompareRecord {
  readonly schema: 1
  readonly command: 'compare'
  readonly data: { readonly rows: number; readonly used: number; readonly columns: readonly ColumnRecord[] }
  readonly target: string
  readonly task: Task
  readonly metric: 'accuracy' | 'r2'
  readonly folds: number
  readonly repeats: number
  readonly seed: number
  readonly hidden: readonly number[]
  /** Best first. */
  readonly activations: readonly ActivationRecord[]
  readonly winner: string | null
  readonly verdict: string
  /** Of the network with the first activation, where it was asked for. */
  readonly profile?: ProfileRecord
}

/** Loss after each epoch of one trial; train and validation have the same length. */
export interface CurveRecord {
  readonly activation: string
  readonly repeat: number
  readonly fold: number
  readonly learningRate: number
  readonly train: readonly number[]
  readonly validation: readonly number[]
}

/** An activation drawn: its value and derivative at each x. */
export interface FunctionRecord {
  readonly name: string
  readonly formula: string
  readonly x: readonly number[]
  readonly value: readonly number[]
  readonly derivative: readonly number[]
}

/** Everything a report of a comparison shows. */
export interface CompareReport {
  readonly result: CompareRecord
  /** The curves of the inner split from which the number of epochs was chosen. */
  readonly curves: readonly CurveRecord[]
  readonly functions: readonly FunctionRecord[]
  /** Rope used in the verdict, in units of the metric. */
  readonly rope: number
  /** How to run the same again: the command line, the version, the machine, the time it took. */
  readonly reproduce: {
    readonly command: string
    readonly version: string
    readonly data: string
    /** SHA-256 of the data as read, in hexadecimal. */
    readonly dataHash: string
    readonly machine: string
    /** How the cores were shared out, which has no say in the result: '2 side by side, on 1 thread each'. */
    readonly trainings: string
    readonly seconds: number
    /** ISO 8601, UTC. */
    readonly finished: string
  }
  /** Choices that hold for every activation: batch size, optimiser, learning rates tried, early stopping, … */
  readonly settings: readonly { readonly name: string; readonly value: string }[]
}
