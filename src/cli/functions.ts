/** `ogee functions`: all activations in a table, or those of a kind. */

import type { Command } from 'commander'
import {
  ACTIVATIONS,
  type Activation,
  FAMILIES,
  FRAMEWORKS,
  type Framework,
  familyOf,
  measureCosts,
  type Properties,
  propertiesOf,
  relu,
} from '../activations/index.ts'
import { nearestName, UsageError } from '../base/index.ts'
import { describe, outline } from '../describe/index.ts'
import type { EntryOutline } from '../records/entry.ts'
import { formatCount, renderEntryTable, spellingsText } from '../report/index.ts'
import { formatJson } from './json.ts'
import { withOutputs } from './output.ts'
import type { Entry } from './parameters.ts'
import { mediumOf } from './terminal.ts'

interface Options {
  readonly family?: string
  readonly in?: string
  readonly smooth?: boolean
  readonly bounded?: boolean
  readonly learned?: boolean
  readonly monotone?: boolean
  readonly centred?: boolean
  readonly saturating?: boolean
  readonly cost: boolean
  readonly json?: string
}

export function fillFunctions(command: Command): void {
  command
    .option('--family <name>', `one of ${FAMILIES.join(', ')}`)
    .option('--in <framework>', `what a framework has, by its names: ${FRAMEWORKS.join(', ')}`)
    .option('--smooth', 'those without corners')
    .option('--bounded', 'those whose values lie between two bounds')
    .option('--monotone', 'those that never turn')
    .option('--centred', 'those that leave standard normal inputs at mean 0')
    .option('--saturating', 'those that go flat on a side')
    .option('--learned', 'those with parameters that training learns')
    .option('--no-cost', 'do not measure what they cost on this machine, which takes a second')
    .option(
      '--json <file>',
      "write what is listed as JSON; '-' for the standard output, in place of the table",
    )
    .addHelpText('after', EXAMPLE_CALLS)
    .action((options: Options) => list(options))
}

const EXAMPLE_CALLS = `
What is listed passes all of the filters.

Examples:
  ogee functions --smooth --bounded
  ogee functions --in keras --no-cost
  ogee functions --family gated --json gated.json
`

async function list(options: Options): Promise<void> {
  const framework = oneOf('framework', options.in, FRAMEWORKS, '--in')
  const family = oneOf('family', options.family, FAMILIES)
  await withOutputs({ paths: { json: options.json } }, async ({ onStdout, write }) => {
    const chosen = ACTIVATIONS.filter(
      (entry) =>
        (family === undefined || familyOf(entry) === family) &&
        (framework === undefined || entry.frameworks[framework] !== undefined) &&
        FILTERS.every(({ option, holds }) => !options[option] || holds(entry)),
    )
    const costs = options.cost ? costsOf(chosen) : undefined
    await write({
      json: () =>
        formatJson({
          functions: chosen.map((entry) => ({ ...describe(entry), cost: costs?.get(entry.name) ?? null })),
        }),
    })
    if (!onStdout) print(chosen.map(outline), costs, framework)
  })
}

type FilterName = 'smooth' | 'bounded' | 'monotone' | 'centred' | 'saturating' | 'learned'

interface Filter {
  readonly option: FilterName
  readonly holds: (entry: Entry) => boolean
}

const FILTERS: readonly Filter[] = [
  { option: 'smooth', holds: whose(({ smoothness }) => /C1|C2|analytic/.test(smoothness)) },
  { option: 'bounded', holds: whose(({ bounded }) => bounded) },
  { option: 'monotone', holds: whose(({ monotone }) => monotone !== 'no') },
  { option: 'centred', holds: whose(({ zeroCentred }) => zeroCentred) },
  {
    option: 'saturating',
    holds: whose(({ saturation: { left, right } }) => left !== undefined || right !== undefined),
  },
  {
    option: 'learned',
    holds: ({ parameters }) => Object.values(parameters).some(({ learned }) => learned === true),
  },
]

/** Of what acts element by element; what acts along an axis has no such properties. */
function whose(holds: (properties: Properties) => boolean): Filter['holds'] {
  return (entry) => entry.kind === 'elementwise' && holds(propertiesOf(entry))
}

/** One of the words there are, or an error that says which, and suggests the nearest. */
function oneOf<T extends string>(
  what: string,
  text: string | undefined,
  words: readonly T[],
  option = `--${what}`,
): T | undefined {
  const word = words.find((each) => each === text)
  if (text === undefined || word !== undefined) return word
  const near = nearestName(text, words)
  throw new UsageError({
    where: option,
    problem: `there is no ${what} "${text}"`,
    expected: `one of ${words.join(', ')}`,
    ...(near ? { hint: `Did you mean ${near}?` } : {}),
  })
}

/** Relative to relu, by name; of what acts element by element. */
function costsOf(entries: readonly Entry[]): Map<string, number> {
  const measured = [
    relu,
    ...entries.filter((entry) => entry.kind === 'elementwise' && entry !== relu),
  ] as Activation[]
  const costs = measureCosts(measured)
  return new Map(measured.map(({ name }, i) => [name, costs[i]?.relative ?? Number.NaN]))
}

function print(
  records: readonly EntryOutline[],
  costs: ReadonlyMap<string, number> | undefined,
  framework: Framework | undefined,
): void {
  if (records.length === 0) {
    process.stdout.write('No activation passes all of these filters.\n')
    return
  }
  const table = renderEntryTable(records, {
    ...mediumOf(process.stdout),
    ...(costs && { costs }),
    ...(framework && { spellings: spellingsIn(records, framework) }),
  })
  const note = costs ? ' · cost: value and derivative on this machine, relu being 1' : ''
  process.stdout.write(`${table}\n${formatCount(records.length, 'activation')}${note}\n`)
}

function spellingsIn(records: readonly EntryOutline[], framework: Framework): Map<string, string> {
  return new Map(
    records.map(({ name, frameworks }) => [
      name,
      spellingsText(frameworks.filter((spelling) => spelling.framework === framework)),
    ]),
  )
}
