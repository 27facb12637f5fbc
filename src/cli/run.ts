/**
 * One call of `ogee`: parses its arguments, runs the command, and turns every user's mistake into one clear message
 * and an exit code. Only the command that is called is loaded. Nothing here ends the process.
 */

import { readFileSync } from 'node:fs'
import { Command, CommanderError, type Option } from 'commander'
import { OgeeError, UsageError } from '../base/index.ts'
import type { Fill } from './call.ts'

/** 0 done, 1 failed, 2 wrong usage; 130 after Ctrl-C, as shells have it. */
const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const

interface Row {
  readonly name: string
  readonly about: string
  readonly load: () => Promise<Fill>
}

const COMMANDS: readonly Row[] = [
  {
    name: 'show',
    about: 'Explain and draw an activation, or draw several together.',
    load: async () => (await import('./show.ts')).fillShow,
  },
  {
    name: 'functions',
    about: 'List the activations: what they are like, what they cost here, where they come from.',
    load: async () => (await import('./functions.ts')).fillFunctions,
  },
  {
    name: 'recommend',
    about: 'Say which activation to begin with for a task and a network, why, and how to test it.',
    load: async () => (await import('./recommend.ts')).fillRecommend,
  },
  {
    name: 'compare',
    about: 'Compare activations on a table by cross-validation, and say how sure the result is.',
    load: async () => (await import('./compare.ts')).fillCompare,
  },
]

/** Prints to the standard streams of the process; returns the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    const program = await programFor(args)
    await program.parseAsync(args, { from: 'user' })
    return EXIT.done
  } catch (error) {
    return report(error)
  }
}

/** All commands by name, and what is called in full: as the first word, or behind 'help'. */
async function programFor(args: readonly string[]): Promise<Command> {
  const version = readVersion()
  const program = new Command('ogee')
    .description('A neural-network toolkit in which the activation function is a measurable choice.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'Print the help of a command.')
    .showHelpAfterError('  hint: run it with --help to see what there is')
    .configureHelp({
      optionDescription: describeOption,
      subcommandTerm: (command) => command.name(),
    })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'ogee: ')) })
    .exitOverride()
    .addHelpText('after', '\nogee COMMAND --help tells what a command takes.')
  const called = args.slice(0, 2)
  for (const { name, about, load } of COMMANDS) {
    const command = program.command(name).description(about)
    if (called.includes(name)) (await load())(command, { version, args })
  }
  return program
}

/** With its default as it would be typed, where there is one. */
function describeOption({ description, defaultValue, argChoices }: Option): string {
  const remarks = [
    ...(argChoices ? [`one of ${argChoices.join(', ')}`] : []),
    ...(isTyped(defaultValue) ? [`default: ${defaultValue}`] : []),
  ]
  return remarks.length > 0 ? `${description} (${remarks.join('; ')})` : description
}

function isTyped(value: unknown): value is string | number | readonly unknown[] {
  return typeof value === 'string' || typeof value === 'number' || (Array.isArray(value) && value.length > 0)
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

function readVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
