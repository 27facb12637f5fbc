/**
 * What devices ask of the host's threads: how many, whether memory can be shared, and to start one. Node,
 * browsers and others differ in this alone; where something is missing the answer is that it is, never an error.
 */

/** A thread that was started with a program and takes messages. It keeps no process alive. */
export interface Thread {
  post(message: unknown): void
}

/** More would be wasted on a training step: its parts become too small. */
const MOST_THREADS = 8

/** Undefined outside of Node and what resembles it. */
const node = globalThis.process?.getBuiltinModule?.('node:worker_threads')
const hasWorkers = node !== undefined || typeof Worker === 'function'

/** Browsers share memory only between pages that asked to be isolated; others do not know the word. */
const sharesMemory = typeof SharedArrayBuffer === 'function' && globalThis.crossOriginIsolated !== false

export const hasThreads: boolean = hasWorkers && sharesMemory

/** A browser's page must not block; everywhere else a thread may sleep while it waits. */
export const mayBlock: boolean = typeof document === 'undefined'

/**
 * The threads to use where nobody says: one per core, but one alone in a worker of Node. Whoever started
 * workers has shared out the cores already.
 */
export function defaultThreads(): number {
  if (!hasThreads || node?.isMainThread === false) return 1
  return Math.min(MOST_THREADS, globalThis.navigator?.hardwareConcurrency ?? 1)
}

/** Starts a thread that runs `program`, or undefined where the host refuses. `onEnd` hears of its end. */
export function startThread(program: string, onEnd: () => void): Thread | undefined {
  try {
    return node ? startNodeThread(node, program, onEnd) : startWebThread(program, onEnd)
  } catch {
    return undefined
  }
}

function startNodeThread({ Worker }: NonNullable<typeof node>, program: string, onEnd: () => void): Thread {
  /** Flags of the process, such as loaders, are no business of a program of ten lines. */
  const worker = new Worker(program, { eval: true, execArgv: [], env: {} })
  worker.on('error', onEnd)
  worker.on('exit', onEnd)
  worker.unref()
  return { post: (message) => worker.postMessage(message) }
}

function startWebThread(program: string, onEnd: () => void): Thread {
  const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }))
  const worker = new Worker(url)
  worker.onerror = onEnd
  return { post: (message) => worker.postMessage(message) }
}
