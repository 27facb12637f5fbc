/** The command `ogee`: parses, runs, and turns every user's mistake into one clear message and an exit code. */

import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { OgeeError, UsageError } from '../base/index.ts'
import { compareCommand } from './compare.ts'
import { functionsCommand } from './functions.ts'
import { recommendCommand } from './recommend.ts'
import { showCommand } from './show.ts'

/** 0 done, 1 failed, 2 wrong usage; 130 after Ctrl-C, as shells have it. */
const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const

async function main(args: readonly string[]): Promise<number> {
  const program = new Command('ogee')
    .description('A neural-network toolkit in which the activation function is a measurable choice.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('run with --help to see what there is')
    .exitOverride()
    .addCommand(compareCommand(version()).exitOverride())
    .addCommand(functionsCommand().exitOverride())
    .addCommand(showCommand().exitOverride())
    .addCommand(recommendCommand().exitOverride())
  try {
    await program.parseAsync(args, { from: 'user' })
    return EXIT.done
  } catch (error) {
    return report(error)
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  if (error instanceof OgeeError) {
    process.stderr.write(`ogee: ${error.message}\n`)
    return error instanceof UsageError ? EXIT.usage : EXIT.failed
  }
  if (error instanceof Error && error.name === 'AbortError') {
    process.stderr.write(`ogee: ${error.message}\n`)
    return EXIT.interrupted
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`ogee: this is a defect of ogee, please report it:\n${text}\n`)
  return EXIT.failed
}

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

/** A reader that went away (`ogee … | head`) is no failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done)
  throw error
})

process.exitCode = await main(process.argv.slice(2))
