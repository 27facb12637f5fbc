/** `ogee recommend`: which activation to begin with, and why; and the comparison that would tell. */

import { Command } from 'commander'
import { NETWORKS, PRIORITIES, recommend, SYMPTOMS, TASKS } from '../recommend/index.ts'
import { renderRecommendText } from '../report/index.ts'
import { formatJson } from './json.ts'
import { list, wholeNumber } from './options.ts'
import { OutputFile } from './output.ts'
import { mediumOf } from './terminal.ts'

interface Options {
  readonly task: string
  readonly depth: number
  readonly network: string
  readonly matters: readonly string[]
  readonly seen: readonly string[]
  readonly target?: string
  readonly json?: string
}

export function recommendCommand(): Command {
  return new Command('recommend')
    .description('Say which activation to begin with for a task and a network, why, and how to test it.')
    .argument('[DATA]', 'your data, for the command that tests the advice; it is not read')
    .requiredOption('--task <task>', TASKS.join(', '))
    .option('--depth <n>', 'hidden layers', wholeNumber(0, 1000), 2)
    .option('--network <kind>', NETWORKS.join(', '), 'mlp')
    .option('--matters <words>', `what matters, of ${PRIORITIES.join(', ')}`, list, [])
    .option('--seen <words>', `what was seen in training, of ${SYMPTOMS.join(', ')}`, list, [])
    .option('--target <column>', 'the column to predict, for the same command')
    .option('--json <file>', "write the advice as JSON; '-' for the standard output")
    .action((data: string | undefined, options: Options) => run(data, options))
}

function run(data: string | undefined, { target, json, ...options }: Options): void {
  const record = recommend(options, {
    ...(data === undefined ? {} : { data }),
    ...(target === undefined ? {} : { target }),
  })
  if (json !== undefined) new OutputFile('--json', json).write(formatJson(record))
  if (json !== '-') process.stdout.write(renderRecommendText(record, mediumOf(process.stdout)))
}
