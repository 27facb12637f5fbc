/** What a command is told of the call that it is filled in for. A file of its own, since `run.ts` loads the commands. */

import type { Command } from 'commander'

export interface Call {
  readonly version: string
  /** All of them, the command's name first. */
  readonly args: readonly string[]
}

/** Gives a command its arguments, options and action. */
export type Fill = (command: Command, call: Call) => void
