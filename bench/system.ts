/**
 * What every measured system offers, so that one harness can run them in turn. A system is one file in
 * `systems/`; the harness finds it there. Whatever it takes to train goes into `prepare`, never into `run`.
 */

/** A hidden layer's activation, or `none` for the logits. */
export type Activation = 'relu' | 'sigmoid' | 'none'

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
 * A training step to be measured: forward, softmax cross-entropy averaged over the batch, gradients, and one
 * update of Adam (β₁ 0.9, β₂ 0.999, ε 1e-8, no decay). Step k takes batch k modulo the number of batches,
 * which stay in the system's own memory.
 */
export interface Work {
  readonly name: string
  readonly layers: readonly Layer[]
  readonly rows: number
  readonly batches: readonly Batch[]
  readonly learningRate: number
}

/** A network in training. */
export interface Run {
  /** Trains for so many further steps, waits for them, and tells the loss of the last, before its update. */
  run(steps: number): Promise<number>
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
}
