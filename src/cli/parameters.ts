/**
 * Parameters and settings of activations as options, whatever the catalogue has: `--alpha 0.2`, `--gate first`.
 * Where an option belongs to nothing that is shown, it is refused rather than ignored.
 */

import { type Command, Option } from 'commander'
import { ACTIVATIONS, type Activation, type VectorActivation } from '../activations/index.ts'
import { UsageError } from '../base/index.ts'
import { numbers } from './options.ts'

export type Entry = Activation | VectorActivation

/** An option, and the activations that take it. */
interface Flag {
  readonly flag: string
  readonly takers: readonly string[]
  readonly isSetting: boolean
}

/** What the neuron has besides its weight; an activation may have one as well. */
const NEURON_HAS = 'bias'

const FLAGS: ReadonlyMap<string, Flag> = new Map(
  [...Map.groupBy(ACTIVATIONS.flatMap(takes), ({ key }) => key)].map(([key, all]) => [
    key,
    {
      flag: key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      takers: all.map(({ name }) => name),
      isSetting: all.every(({ isSetting }) => isSetting),
    },
  ]),
)

function takes(entry: Entry) {
  const { name, parameters } = entry
  const settings = entry.kind === 'vector' ? Object.keys(entry.settings) : []
  return [
    ...Object.keys(parameters).map((key) => ({ key, name, isSetting: false })),
    ...settings.map((key) => ({ key, name, isSetting: true })),
  ]
}

/** Those of several activations are in the help; there are too many of one alone. */
export function addParameters(command: Command): void {
  command.optionsGroup('Parameters of activations (those of a single one are options, too: --omega 10):')
  for (const [key, { flag, takers, isSetting }] of FLAGS) {
    const isNeurons = key === NEURON_HAS
    const option = new Option(
      `--${flag} <value>`,
      `of ${takers.join(', ')}${isNeurons ? '; several, of the neuron' : ''}`,
    ).hideHelp(takers.length < 2 && !isNeurons)
    command.addOption(isSetting ? option : option.argParser(numbers))
  }
}

type Value = readonly number[] | string

/** By their keys, those that were given. */
function given(options: object): Map<string, Value> {
  const values = options as Readonly<Record<string, Value | undefined>>
  return new Map(
    [...FLAGS].flatMap(([key, { flag }]) => {
      const value = values[flag.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())]
      return value === undefined ? [] : [[key, value] as const]
    }),
  )
}

/** The biases asked for. Throws a UsageError for parameters that the neuron has not. */
export function neuronBiases(options: object): readonly number[] | undefined {
  const { [NEURON_HAS]: biases, ...others } = Object.fromEntries(given(options))
  const [wrong] = Object.keys(others)
  if (wrong !== undefined) throw noSuchParameter(wrong, 'the neuron', ['weight', NEURON_HAS])
  return biases as readonly number[] | undefined
}

/** The entries with the parameters asked for. Throws a UsageError for one that none of them has. */
export function withParameters(entries: readonly Entry[], options: object): Entry[] {
  const values = given(options)
  const own = entries.map((entry) => new Set(takes(entry).map(({ key }) => key)))
  const unused = [...values.keys()].find((key) => !own.some((keys) => keys.has(key)))
  if (unused !== undefined)
    throw noSuchParameter(
      unused,
      entries.map(({ name }) => name).join(' and '),
      own.flatMap((keys) => [...keys]),
    )
  return entries.map((entry, i) => {
    const chosen = [...values].filter(([key]) => own[i]?.has(key))
    return chosen.length === 0
      ? entry
      : entry.with(Object.fromEntries(chosen.map(([key, value]) => [key, single(key, value)])))
  })
}

function single(key: string, value: Value): number | string | boolean {
  if (typeof value === 'string') return settingOf(value)
  const [number, ...more] = value
  if (number !== undefined && more.length === 0) return number
  throw new UsageError({
    where: `--${FLAGS.get(key)?.flag}`,
    problem: 'one number is needed',
    got: value.join(','),
  })
}

function settingOf(text: string): number | string | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  const value = Number(text)
  return text.trim() === '' || Number.isNaN(value) ? text : value
}

function noSuchParameter(key: string, what: string, there: readonly string[]): UsageError {
  const flags = [...new Set(there)].map((name) => `--${FLAGS.get(name)?.flag ?? name}`)
  return new UsageError({
    where: `--${FLAGS.get(key)?.flag}`,
    problem: `${what} has no such parameter`,
    expected: flags.join(' or ') || 'none',
    hint: `It is one of ${FLAGS.get(key)?.takers.join(', ')}.`,
  })
}
