/**
 * The threads of a device. They serve one program at a time — they spin, then sleep, in its own code — and are
 * called to another when enough of that has been run without them. Until they have come, and where they cannot,
 * a program is run by the thread that calls: nobody waits for threads to start.
 */

import { OgeeError } from '../base/index.ts'
import { startThread, type Thread } from './host.ts'

/** A program that threads can serve: what they need for it, and the words of its memory by which they agree. */
export interface Post {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  /** How many run it, the calling one included. */
  readonly threads: number
  readonly words: Int32Array<ArrayBufferLike>
  /** Positions in `words`. */
  readonly at: { readonly [word in 'command' | 'failed' | 'present' | 'arrived' | 'generation']: number }
  /** The command to leave. */
  readonly leave: number
  /** What `failed` is when the calling thread has waited in vain. */
  readonly noAnswer: number
}

/** Operations to be run alone before threads are called away from another program: some milliseconds. */
const WORTH_A_CALL = 2e8
const REASON_BYTES = 1024
/** What `failed` is when a thread has stopped and said why. */
const STOPPED = 1

/** All that a thread runs: everything else is in the module. `reason` is where the host reads why it stopped. */
const PROGRAM = `
const port = globalThis.process?.getBuiltinModule?.('node:worker_threads').parentPort
const serve = ({ module, memory, thread, at, reason }) => {
  try {
    new WebAssembly.Instance(module, { ogee: { memory } }).exports.serve(thread)
  } catch (error) {
    reason.set(new TextEncoder().encode(String(error)).subarray(0, reason.length))
    const words = new Int32Array(memory.buffer)
    Atomics.store(words, at.failed, ${STOPPED})
    Atomics.notify(words, at.generation)
  }
}
if (port) port.on('message', serve)
else onmessage = ({ data }) => serve(data)
`

export class Crew {
  readonly #threads: readonly (Thread | undefined)[]
  readonly #reason = new Uint8Array(new SharedArrayBuffer(REASON_BYTES))
  readonly #forgotten = new FinalizationRegistry<Post>((post) => this.#dismiss(post))
  #serving: Post | undefined
  #stopped = false
  #waited = 0

  /** Starts threads, the calling one not counted. */
  constructor(threads: number) {
    const onEnd = () => {
      this.#stopped = true
    }
    this.#threads = Array.from({ length: threads }, () => startThread(PROGRAM, onEnd))
    if (this.#threads.includes(undefined)) this.#stopped = true
  }

  /** Lets the threads go from a post when its owner is no more. */
  watch(owner: object, post: Post): void {
    this.#forgotten.register(owner, post)
  }

  /** Whether all threads serve a post. If not they are called to it, in good time. `work`: of the run to come. */
  serves(post: Post, work: number): boolean {
    if (this.#serving === post) return !this.#stopped && this.#isComplete(post)
    if (!this.#stopped) this.#call(post, work)
    return false
  }

  /**
   * Why a run of a post threw. Nobody serves it any more: what its numbers are cannot be said. Threads that have
   * trapped, or wait in vain, come back and can be called to another; one that does not answer will not.
   */
  explain({ words, at, noAnswer }: Post, error: unknown): OgeeError {
    const failed = Atomics.compareExchange(words, at.failed, 0, STOPPED)
    Atomics.notify(words, at.generation)
    this.#serving = undefined
    if (failed === noAnswer) {
      this.#stopped = true
      return brokenOff('a thread gives no answer', 'was it ended from outside?')
    }
    if (failed === 0) return brokenOff('a run on several threads broke off', String(error))
    const reason = this.#reason.slice(0, this.#reason.indexOf(0))
    return brokenOff('a thread stopped', new TextDecoder().decode(reason))
  }

  #isComplete({ words, at, threads }: Post): boolean {
    return Atomics.load(words, at.present) === threads - 1
  }

  #call(post: Post, work: number): void {
    if (hasFailed(post)) return
    const before = this.#serving
    if (before && !hasFailed(before)) {
      this.#waited += work
      if (this.#waited < WORTH_A_CALL || !this.#isComplete(before)) return
      this.#dismiss(before)
    }
    this.#serving = post
    this.#waited = 0
    const { module, memory, threads, at } = post
    this.#reason.fill(0)
    try {
      for (let thread = 1; thread < threads; thread++)
        this.#threads[thread - 1]?.post({ module, memory, thread, at, reason: this.#reason })
    } catch {
      /** A host that shares no modules or no memory. */
      this.#stopped = true
    }
  }

  /** Comes to the barrier at which the threads wait for a command, without waiting for them. */
  #dismiss(post: Post): void {
    if (post !== this.#serving || !this.#isComplete(post)) return
    this.#serving = undefined
    const { words, at, threads, leave } = post
    Atomics.store(words, at.command, leave)
    if (Atomics.add(words, at.arrived, 1) < threads - 1) return
    Atomics.store(words, at.arrived, 0)
    Atomics.add(words, at.generation, 1)
    Atomics.notify(words, at.generation)
  }
}

function hasFailed({ words, at }: Post): boolean {
  return Atomics.load(words, at.failed) !== 0
}

function brokenOff(problem: string, got: string): OgeeError {
  return new OgeeError({
    where: 'wasm',
    problem,
    got,
    hint: 'what was computed is lost: load the program anew',
  })
}
