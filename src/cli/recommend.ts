/** `ogee recommend`: which activation to begin with, and why; and the comparison that would tell. */

import type { Command } from 'commander'
import { NETWORKS, PRIORITIES, recommend, SYMPTOMS, TASKS } from '../recommend/index.ts'
import { renderRecommendText } from '../report/index.ts'
import { formatJson } from './json.ts'
import { list, wholeNumber } from './options.ts'
import { withOutputs } from './output.ts'
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

export function fillRecommend(command: Command): void {
  command
    .usage('--task TASK [options] [DATA]')
    .argument('[DATA]', 'a file for the `ogee compare` line at the end; it is not read')
    .requiredOption('--task <task>', `what is to be predicted (required): ${TASKS.join(', ')}`)
    .option('--depth <n>', 'hidden layers', wholeNumber(0, 1000), 2)
    .option('--network <kind>', NETWORKS.join(', '), 'mlp')
    .option('--matters <words>', `what matters, of ${PRIORITIES.join(', ')}`, list, [])
    .option('--seen <words>', `what was seen in training, of ${SYMPTOMS.join(', ')}`, list, [])
    .option('--target <column>', 'the column to predict, for the same line')
    .option('--json <file>', "write the advice as JSON; '-' for the standard output, in place of the text")
    .addHelpText('after', EXAMPLE_CALLS)
    .action((data: string | undefined, options: Options) => advise(data, options))
}

const EXAMPLE_CALLS = `
Examples:
  ogee recommend --task binary
  ogee recommend --task regression --depth 20 --matters smoothness,speed
  ogee recommend houses.csv --target price --task regression --seen deadUnits
`

async function advise(data: string | undefined, { target, json, ...options }: Options): Promise<void> {
  await withOutputs({ paths: { json }, reads: [data] }, async ({ onStdout, write }) => {
    const record = recommend(options, {
      ...(data === undefined ? {} : { data }),
      ...(target === undefined ? {} : { target }),
    })
    await write({ json: () => formatJson(record) })
    if (!onStdout) process.stdout.write(renderRecommendText(record, mediumOf(process.stdout)))
  })
}
