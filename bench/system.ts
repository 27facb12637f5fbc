/**
 * What every measured system offers, so that one harness can run them in turn. A system is one file in
 * `systems/`; the harness finds it there. Whatever it takes to begin goes into `prepare`, never into `run`.
 */

/** A hidden layer's activation, or `none` for the logits. */
export type Activation = 'relu' | 'sigmoid' | 'tanh' | 'none'

export interface Layer {
  readonly inputs: number
  readonly outputs: number
  readonly activation: Activation
  /** The weights to start from, inputs × outputs, one row per input; biases start at zero. */
  readonly weights: Float32Array<ArrayBuffer>
}

export interface Batch {
  /** Rows × the first layer's inputs. */
  readonly inputs: Float32Array<ArrayBuffer>
  /** One class number per row. */
  readonly labels: Int32Array<ArrayBuffer>
}

/**
 * A training step: forward, softmax cross-entropy averaged over the batch, gradients, and one update of Adam
 * (β₁ 0.9, β₂ 0.999, ε 1e-8, no decay). Step k takes batch k modulo the number of batches, which stay in the
 * system's own memory. Its answer is the loss of the last step, before its update.
 */
export interface TrainingWork {
  readonly kind: 'training'
  readonly name: string
  readonly layers: readonly Layer[]
  readonly rows: number
  readonly batches: readonly Batch[]
  readonly learningRate: number
}

/** A convolution of 3 × 3 without padding, relu, and the greatest of 2 × 2 places. */
interface Convolution {
  readonly inputs: number
  readonly outputs: number
  /** The weights to start from, 3 × 3 × inputs × outputs; biases start at zero. */
  readonly weights: Float32Array<ArrayBuffer>
}

/** The same step as a training's, of square images of one channel: convolutions, then a layer of logits. */
export interface ImagesWork {
  readonly kind: 'images'
  readonly name: string
  /** Of the images; a batch's inputs are rows × size × size. */
  readonly size: number
  readonly convolutions: readonly Convolution[]
  /** From what the convolutions leave, height × width × channels in this order, to the logits. */
  readonly head: Layer
  readonly rows: number
  readonly batches: readonly Batch[]
  readonly learningRate: number
}

/** A product of two square matrices, row-major. Its answer is the mean of the product's first row. */
export interface ProductWork {
  readonly kind: 'product'
  readonly name: string
  readonly size: number
  readonly a: Float32Array<ArrayBuffer>
  readonly b: Float32Array<ArrayBuffer>
}

/**
 * A function at every element of an array that lies in the system's memory, into another array there. Its answer
 * is the mean magnitude of the first elements of the result, `ANSWERED` of them.
 */
export interface ElementwiseWork {
  readonly kind: 'elementwise'
  readonly name: string
  /** The catalogue's name of the function. */
  readonly activation: string
  readonly x: Float32Array<ArrayBuffer>
}

/** Probabilities for rows that the caller holds, softmax included. Its answer is the mean of their first column. */
export interface PredictionWork {
  readonly kind: 'prediction'
  readonly name: string
  readonly layers: readonly Layer[]
  readonly rows: number
  readonly inputs: Float32Array<ArrayBuffer>
}

export type Work = TrainingWork | ImagesWork | ProductWork | ElementwiseWork | PredictionWork

/** Elements of an elementwise result that its answer looks at. */
const ANSWERED = 4096

/** Why a system of several threads leaves functions to its twin. */
export const ONE_THREAD = 'functions are measured on one thread'

/** A system at work. */
export interface Run {
  /** Does the work so many further times, waits for it, and tells the answer of the last. */
  run(times: number): Promise<number>
  close(): Promise<void>
}

export interface System {
  readonly name: string
  readonly threads: number
  /** Why it cannot be measured here, or null. */
  available(): Promise<string | null>
  /** Why it cannot do this work, or null. */
  refuses(work: Work): string | null
  /** The version that is measured. Only asked of what is available. */
  version(): Promise<string>
  prepare(work: Work): Promise<Run>
  /** After the last work: ends what `prepare` left running for the next one. */
  stop?(): Promise<void>
}

/** The mean magnitude of the elements that an elementwise answer looks at. */
export function answerOf(values: ArrayLike<number>): number {
  let sum = 0
  const count = Math.min(ANSWERED, values.length)
  for (let i = 0; i < count; i++) sum += Math.abs(values[i] as number)
  return sum / count
}

/** The mean of the first column of row-major numbers. */
export function firstColumnMean(values: ArrayLike<number>, width: number): number {
  let sum = 0
  for (let i = 0; i < values.length; i += width) sum += values[i] as number
  return (sum * width) / values.length
}
