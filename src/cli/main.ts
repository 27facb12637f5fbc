/** The command `ogee` as a process: its arguments, its exit code, and a standard output that may go away. */

import { run } from './run.ts'

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  /** A reader that went away (`ogee … | head`) is no failure; a full disk is. */
  if (error.code === 'EPIPE') process.exit(0)
  process.stderr.write(`ogee: the standard output cannot be written — got ${error.message}\n`)
  process.exit(1)
})

process.exitCode = await run(process.argv.slice(2))
