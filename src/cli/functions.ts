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
  relu,
  type VectorActivation,
} from '../activations/index.ts'
import { nearestName, UsageError } from '../base/index.ts'
import { describe } from '../describe/index.ts'
import type { EntryRecord } from '../records/entry.ts'
import { formatCount, renderEntryTable, spellingsText } from '../report/index.ts'
import { formatJson } from './json.ts'
import { withOutputs } from './output.ts'
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
        (framework === undefined || entry.frameworks[framework] !== undefined),
    )
      .map((entry) => ({ entry, record: describe(entry) }))
      .filter(({ record }) => FILTERS.every(({ option, holds }) => !options[option] || holds(record)))
    const costs = options.cost ? costsOf(chosen.map(({ entry }) => entry)) : undefined
    const records = chosen.map(({ record }) => record)
    await write({ json: () => formatJson({ functions: records.map((record) => withCost(record, costs)) }) })
    if (!onStdout) print(records, costs, framework)
  })
}

type FilterName = 'smooth' | 'bounded' | 'monotone' | 'centred' | 'saturating' | 'learned'

const FILTERS: readonly { readonly option: FilterName; readonly holds: (record: EntryRecord) => boolean }[] =
  [
    {
      option: 'smooth',
      holds: ({ function: of }) => of !== null && /C1|C2|analytic/.test(of.properties.smoothness),
    },
    { option: 'bounded', holds: ({ function: of }) => of?.properties.bounded === true },
    { option: 'monotone', holds: ({ function: of }) => of !== null && of.properties.monotone !== 'no' },
    { option: 'centred', holds: ({ function: of }) => of?.properties.zeroCentred === true },
    {
      option: 'saturating',
      holds: ({ function: of }) =>
        of !== null && Object.values(of.properties.saturation).some((side) => side !== null),
    },
    { option: 'learned', holds: ({ parameters }) => parameters.some(({ learned }) => learned) },
  ]

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
function costsOf(entries: readonly (Activation | VectorActivation)[]): Map<string, number> {
  const measured = [
    relu,
    ...entries.filter((entry) => entry.kind === 'elementwise' && entry !== relu),
  ] as Activation[]
  const costs = measureCosts(measured)
  return new Map(measured.map(({ name }, i) => [name, costs[i]?.relative ?? Number.NaN]))
}

function withCost(record: EntryRecord, costs: ReadonlyMap<string, number> | undefined) {
  return { ...record, cost: costs?.get(record.name) ?? null }
}

function print(
  records: readonly EntryRecord[],
  costs: ReadonlyMap<string, number> | undefined,
  framework: Framework | undefined,
): void {
  if (records.length === 0) {
    process.stdout.write('No activation is all of that.\n')
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

function spellingsIn(records: readonly EntryRecord[], framework: Framework): Map<string, string> {
  return new Map(
    records.map(({ name, frameworks }) => [
      name,
      spellingsText(frameworks.filter((spelling) => spelling.framework === framework)),
    ]),
  )
}
