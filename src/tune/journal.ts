/**
 * A journal file: an append-only log of operations that Optuna, its dashboard and other processes can read
 * and extend at the same time. Its state is what replaying it from the first line yields.
 */

import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { OgeeError } from '../base/index.ts'
import { onDisk } from './disk.ts'
import { encodeJson } from './json.ts'
import { appendLines, readLines } from './lines.ts'
import { withLock } from './lock.ts'
import { type Operation, parseOperation } from './operations.ts'
import { Replay } from './replay.ts'

export class Journal {
  readonly path: string
  /** Any text that no other writer has: Optuna tells its own operations by it. */
  readonly #writer = randomUUID()
  readonly #replay = new Replay()
  #offset = 0
  #lines = 0

  /** Reads the file, if there is one. Throws an OgeeError where a line is not an operation. */
  constructor(path: string) {
    this.path = resolve(path)
    onDisk(this.path, () => this.#catchUp())
  }

  /** The state after the last line read; `transact` reads on. */
  get state(): Replay {
    return this.#replay
  }

  /**
   * Appends the operations that `decide` makes of the newest state. No other writer comes between, so ids and
   * absences it sees there still hold when its operations are applied. They are on the disk on return.
   */
  transact(decide: (state: Replay) => readonly Operation[]): void {
    onDisk(this.path, () =>
      withLock(this.path, () => {
        this.#catchUp()
        const operations = decide(this.#replay)
        appendLines(
          this.path,
          operations.map((operation) => encodeJson({ ...operation, worker_id: this.#writer })),
        )
        this.#catchUp()
      }),
    )
  }

  #catchUp(): void {
    const { lines, end } = readLines(this.path, this.#offset)
    for (const line of lines) {
      this.#lines++
      const operation = this.#parse(line)
      if (operation) this.#replay.apply(operation)
    }
    this.#offset = end
  }

  #parse(line: string): Operation | null {
    try {
      return parseOperation(line)
    } catch {
      throw new OgeeError({
        where: `${this.path}, line ${this.#lines}`,
        problem: 'not an operation of an Optuna journal',
        got: line.length > 80 ? `${line.slice(0, 80)}…` : line,
        hint: 'move the file away to start anew, or remove the line if it is damaged',
      })
    }
  }
}
