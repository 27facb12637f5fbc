/** `ogee compare`: which activation makes a network learn a table best, and how sure that is. */

import { type Command, Option } from 'commander'
import { type CompareRequest, compare } from '../compare/compare.ts'
import type { Progress } from '../compare/trials.ts'
import { DEFAULT_ROPE } from '../compare/verdict.ts'
import { formulaHelp } from '../expr/index.ts'
import type { CompareReport } from '../records/compare.ts'
import { renderCompareReport, renderCompareText, renderProfileText } from '../report/index.ts'
import type { Call } from './call.ts'
import { append, autoOr, dataOf, list, numberAbove, wholeNumber, widths } from './options.ts'
import { withOutputs } from './output.ts'
import { progressLine } from './progress.ts'
import { mediumOf } from './terminal.ts'

const DEFAULT_ACTIVATIONS = ['relu', 'leakyRelu', 'elu', 'selu', 'tanh', 'silu', 'gelu', 'mish']

interface Options {
  readonly target: string
  readonly sql?: string
  readonly activations: readonly string[]
  readonly activation: readonly string[]
  readonly hidden: readonly number[]
  readonly folds: number
  readonly repeats: number
  readonly foldFile?: string
  readonly epochs: number
  readonly earlyStopping: boolean
  readonly lr: 'auto' | number
  readonly batchSize: 'auto' | number
  readonly seed: number
  readonly rope: number
  readonly task?: 'classification' | 'regression'
  readonly numeric: readonly string[]
  readonly categorical: readonly string[]
  readonly drop: readonly string[]
  readonly columns?: boolean
  readonly json?: string
  readonly report?: string
  readonly profile?: boolean
  readonly study?: string
  readonly workers?: number
}

export function fillCompare(command: Command, call: Call): void {
  command
    .usage('DATA --target COLUMN [options]')
    .argument('[DATA]', 'a CSV, TSV, JSON, NDJSON or Parquet file, or a glob of them')
    .requiredOption('--target <column>', 'the column to predict (required)')
    .option('--sql <query>', 'a SELECT over such files, in place of DATA')
    .option(
      '--activations <names>',
      'by any name that a framework has, separated by commas',
      list,
      DEFAULT_ACTIVATIONS,
    )
    .option(
      '--activation <formula>',
      "a formula in x of your own, or 'name = formula'; repeatable",
      append,
      [],
    )
    .option('--hidden <widths>', "widths of the hidden layers, or 'none'", widths, [64, 32])
  addLearning(command)
  addColumns(command)
  addOutput(command)
  command
    .addHelpText('after', () => `${EXAMPLE_CALLS}\n${formulaHelp()}`)
    .action(async (path: string | undefined, options: Options) => {
      await run(requestOf(path, options, call), options)
    })
}

const EXAMPLE_CALLS = `
Examples:
  ogee compare penguins.csv --target species
  ogee compare houses.csv --target price --activations relu,gelu --report houses.html
  ogee compare houses.csv --target price --activation 'mine = x * sigmoid(1.7 * x)'
  ogee compare --sql "SELECT * FROM 'houses-*.parquet' WHERE year > 2020" --target price
`

function addLearning(command: Command): void {
  command
    .optionsGroup('How it is compared:')
    .option('--folds <k>', 'folds of the cross-validation', wholeNumber(2, 1000), 5)
    .option('--repeats <n>', 'times to repeat it with other folds and seeds', wholeNumber(1, 1000), 2)
    .option('--fold-file <file>', 'folds of your own: a CSV with a column "fold", -1 leaving a row out')
    .option('--epochs <n>', 'the most epochs a training may take', wholeNumber(1, 1_000_000), 200)
    .option('--no-early-stopping', 'train for all of --epochs instead of choosing their number inside')
    .option('--lr <rate>', "a learning rate, or 'auto' to choose it inside", autoOr(numberAbove(0)), 'auto')
    .option('--batch-size <rows>', "rows to a step, or 'auto'", autoOr(wholeNumber(1, 65_536)), 'auto')
    .option('--seed <n>', 'fixes folds, initial weights and the order of rows', wholeNumber(0), 0)
    .option(
      '--rope <x>',
      'differences of scores up to this count as none',
      numberAbove(0, true),
      DEFAULT_ROPE,
    )
    .option('--workers <n>', 'trainings side by side; default: one per core', wholeNumber(1, 1024))
}

function addColumns(command: Command): void {
  command
    .optionsGroup('Columns, whose kinds are found out unless you name them:')
    .addOption(
      new Option('--task <task>', 'what to make of the target').choices(['classification', 'regression']),
    )
    .option('--numeric <columns>', 'columns to read as numbers', list, [])
    .option('--categorical <columns>', 'columns to read as categories', list, [])
    .option('--drop <columns>', 'columns not to learn from', list, [])
    .option('--columns', 'print what was done to each column')
}

function addOutput(command: Command): void {
  command
    .optionsGroup("Results; '-' is the standard output, in place of the text:")
    .option('--json <file>', 'write the result as JSON')
    .option('--report <file>', 'write a report, one HTML file that opens offline')
    .option('--profile', 'show where a training step of the first activation goes; in the JSON too')
    .option('--study <dir>', 'where finished trainings are kept; default: .ogee/<data>-<hash>')
}

function requestOf(path: string | undefined, options: Options, { version, args }: Call): CompareRequest {
  const { target, task, numeric, categorical, drop, sql } = options
  const { foldFile, study, workers } = options
  return {
    ...options,
    formulas: options.activation,
    data: dataOf(path, sql),
    columns: { target, numeric, categorical, drop, ...(task ? { task } : {}) },
    command: `ogee ${args.map(quote).join(' ')}`,
    version,
    ...(foldFile === undefined ? {} : { foldFile }),
    ...(study === undefined ? {} : { study }),
    ...(workers === undefined ? {} : { workers }),
  }
}

/** Only what a shell would take apart. */
function quote(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`
}

async function run(request: CompareRequest, options: Options): Promise<void> {
  const { json, report } = options
  const reads = [typeof request.data === 'string' ? request.data : undefined, options.foldFile]
  await withOutputs({ paths: { json, report }, reads }, async ({ onStdout, write }) => {
    const made = await withProgress(request)
    await write({
      json: () => `${JSON.stringify(made.result, null, 2)}\n`,
      report: () => renderCompareReport(made),
    })
    if (!onStdout) print(made, options)
  })
}

/** Runs the comparison, a progress line on the terminal; Ctrl-C ends it and says how to go on. */
async function withProgress(request: CompareRequest): Promise<CompareReport> {
  const line = progressLine(process.stderr)
  const stop = new AbortController()
  let last: Progress | undefined
  const interrupt = () => {
    line.clear()
    const kept = last ? `${last.done} of ${last.total} trainings are kept in ${last.study}; ` : ''
    stop.abort(new DOMException(`stopped; ${kept}the same command goes on from there`, 'AbortError'))
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  try {
    return await compare({
      ...request,
      signal: stop.signal,
      onProgress: (progress) => {
        last = progress
        line.show(progress)
      },
    })
  } finally {
    line.clear()
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}

function print(report: CompareReport, options: Options): void {
  const { stdout } = process
  const medium = mediumOf(stdout)
  const text = renderCompareText(report.result, medium)
  stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  const { profile } = report.result
  if (profile) stdout.write(`\n${renderProfileText(profile, medium)}`)
  if (options.columns) stdout.write(`\n${formatColumns(report)}`)
  if (options.report !== undefined) stdout.write(`\nThe report is in ${options.report}.\n`)
}

function formatColumns({ result }: CompareReport): string {
  const width = Math.max(...result.data.columns.map(({ name }) => name.length))
  return result.data.columns
    .map(({ name, kind, treatment, dropped }) => {
      const what = dropped === undefined ? (treatment ?? '') : `dropped: ${dropped}`
      return `${name.padEnd(width)}  ${kind.padEnd(8)}  ${what}\n`
    })
    .join('')
}
