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
}

/** Operations to be run alone before threads are called away from another program: some milliseconds. */
const WORTH_A_CALL = 2e8
const REASON_BYTES = 1024

/** All that a thread runs: everything else is in the module. `reason` is where the host reads why it stopped. */
const PROGRAM = `
const port = globalThis.process?.getBuiltinModule?.('node:worker_threads').parentPort
const serve = ({ module, memory, thread, at, reason }) => {
  try {
    new WebAssembly.Instance(module, { ogee: { memory } }).exports.serve(thread)
  } catch (error) {
    reason.set(new TextEncoder().encode(String(error)).subarray(0, reason.length))
    const words = new Int32Array(memory.buffer)
    Atomics.store(words, at.failed, 1)
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

  /** What a post's run threw: the reason why a thread stopped, if one did. */
  explain({ words, at }: Post, error: unknown): unknown {
    if (Atomics.load(words, at.failed) === 0) return error
    this.#stopped = true
    const reason = this.#reason.slice(0, this.#reason.indexOf(0))
    return new OgeeError({
      where: 'wasm',
      problem: 'a thread stopped',
      got: new TextDecoder().decode(reason),
    })
  }

  #isComplete({ words, at, threads }: Post): boolean {
    return Atomics.load(words, at.present) === threads - 1
  }

  #call(post: Post, work: number): void {
    const before = this.#serving
    if (before) {
      this.#waited += work
      if (this.#waited < WORTH_A_CALL || !this.#isComplete(before)) return
      this.#dismiss(before)
    }
    this.#serving = post
    this.#waited = 0
    const { module, memory, threads, at } = post
    for (let thread = 1; thread < threads; thread++)
      this.#threads[thread - 1]?.post({ module, memory, thread, at, reason: this.#reason })
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
