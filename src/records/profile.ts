/** Where a training step goes: plain data, for `ogee compare --profile`. Times differ from run to run. */

export interface ProfileRecord {
  /** Of the network that was looked at. */
  readonly activation: string
  /** Rows to the step. */
  readonly batchSize: number
  /** Of a step, measured as a whole on one thread. */
  readonly seconds: number
  /** What the machine does at most on one thread, measured beside it. */
  readonly limits: {
    /** Additions and multiplications. */
    readonly operationsPerSecond: number
    /** Read and written: near the core, and in memory. */
    readonly cacheBytesPerSecond: number
    readonly memoryBytesPerSecond: number
  }
  /** In the order in which they run. */
  readonly kernels: readonly KernelRecord[]
}

interface KernelRecord {
  /** The path of a layer, '' for what comes before all of them. */
  readonly layer: string
  readonly kernel: string
  readonly extents: readonly number[]
  /** Of a run by itself. */
  readonly seconds: number
  readonly operations: number
  readonly bytes: number
  /** Of the limit that it is nearer to: 1 is as fast as the machine can, 0 what is too short to tell. */
  readonly share: number
}
