/**
 * Runs of an entry that follow each other without the host: between two of them external buffers move on. What is
 * repeated calls functions; a loop that did the work itself would stay as slow as V8 first compiled it.
 */

import type { Code } from '../code/assembler.ts'

const BYTES = 4

/** `words` are the addresses of the two words of each buffer: its address, and by how much that moves on. */
export function moveOn(words: readonly number[]): Code {
  return words.map(
    (word): Code => [
      ['i32.const', 0],
      ['i32.const', 0],
      ['i32.load', word],
      ['i32.const', 0],
      ['i32.load', word + BYTES],
      ['i32.add'],
      ['i32.store', word],
    ],
  )
}
