/** `ogee show`: an activation explained and drawn, or several of them in one drawing. */

import { Command, InvalidArgumentError, Option } from 'commander'
import {
  ACTIVATIONS,
  type Activation,
  activation,
  figureOf,
  findActivation,
  type VectorActivation,
} from '../activations/index.ts'
import { UsageError } from '../base/index.ts'
import { describe, neuronFigure, vectorFigure } from '../describe/index.ts'
import { drawSvg, drawText, type Figure, type Span } from '../draw/index.ts'
import { CODE_TARGETS, formulaHelp } from '../expr/index.ts'
import type { EntryRecord } from '../records/entry.ts'
import { renderEntryPage, renderEntryTable, renderEntryText } from '../report/index.ts'
import { formatJson } from './json.ts'
import { append, finiteNumber, list, numbers, window } from './options.ts'
import { discardOutputs, openOutputs } from './output.ts'
import { rasterise } from './raster.ts'
import { mediumOf } from './terminal.ts'

type Entry = Activation | VectorActivation

/** What is no function, but belongs on the first page of every text about them. */
const NEURON = 'neuron'

/** What activations along an axis are shown with: three logits, or four where they go in pairs. */
const EXAMPLES = [
  [2, 1, 0.1],
  [2, 1, 0.1, -1],
] as const

const DEFAULT_CODE = ['pytorch']

interface Options {
  readonly activation: readonly string[]
  readonly x?: Span
  readonly input?: readonly number[]
  readonly weight?: number
  readonly bias?: readonly number[]
  readonly code: readonly string[]
  readonly svg?: string
  readonly png?: string
  readonly html?: string
  readonly json?: string
}

export function showCommand(): Command {
  const command = new Command('show')
    .description('Explain and draw an activation, or draw several together.')
    .argument('[NAME...]', "activations by any name that a framework has for them; or 'neuron'")
    .option(
      '--activation <formula>',
      "a formula in x of your own, or 'name=formula'; may be repeated",
      append,
      [],
    )
    .option('--x <from:to>', 'what part of the axis of x to draw', window)
    .option(
      '--code <targets>',
      `print the formula as code: ${CODE_TARGETS.join(', ')}, all or none`,
      codeTargets,
      DEFAULT_CODE,
    )
    .option('--input <numbers>', 'what to show softmax and its kin with', numbers)
    .option('--weight <w>', 'of the neuron', finiteNumber)
    .option('--svg <file>', 'write the drawing as SVG')
    .option('--png <file>', 'write the drawing as PNG')
    .option('--html <file>', 'write a page that opens offline')
    .option('--json <file>', "write the facts as JSON; '-' for the standard output")
  for (const [flag, names] of parameterFlags())
    command.addOption(
      new Option(`--${flag} <value>`, `of ${names.join(', ')}${flag === 'bias' ? ', or of the neuron' : ''}`)
        .argParser(numbers)
        .hideHelp(names.length < 2 && flag !== 'bias'),
    )
  command.addHelpText(
    'after',
    () => `\nOther parameters of activations are options, too: --alpha 0.2.\n\n${formulaHelp()}`,
  )
  return command.action(async (names: readonly string[], options: Options) => show(names, options))
}

function codeTargets(text: string): readonly string[] {
  if (text === 'all') return CODE_TARGETS
  if (text === 'none') return []
  const unknown = list(text).find((target) => !CODE_TARGETS.some((each) => each === target))
  if (unknown === undefined) return list(text)
  throw new InvalidArgumentError(`there is no code for ${unknown}; there is for ${CODE_TARGETS.join(', ')}.`)
}

/** `--negative-slope` for every parameter there is, and the activations that have it. */
function parameterFlags(): Map<string, string[]> {
  const flags = new Map<string, string[]>([['bias', []]])
  for (const { name, parameters } of ACTIVATIONS)
    for (const parameter of Object.keys(parameters)) {
      const flag = flagOf(parameter)
      flags.set(flag, [...(flags.get(flag) ?? []), name])
    }
  return flags
}

function flagOf(parameter: string): string {
  return parameter.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** As commander spells a flag. */
function keyOf(flag: string): string {
  return flag.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

async function show(names: readonly string[], options: Options): Promise<void> {
  const isNeuron = names.includes(NEURON)
  if (isNeuron && (names.length > 1 || options.activation.length > 0))
    throw new UsageError({ where: 'ogee show', problem: 'the neuron is shown alone' })
  const entries = isNeuron ? [] : chosen(names, options)
  const { svg, png, html, json } = options
  const outputs = openOutputs({ svg, png, html, json })
  try {
    const figure = isNeuron ? neuronOf(options) : figureFor(entries, options)
    const records = entries.map(describe)
    const page = { records, drawing: drawSvg(figure), title: figure.title }
    /** All are made before any is written: a failure leaves nothing behind. */
    const contents = {
      svg: outputs.svg && page.drawing,
      png: outputs.png && (await rasterise(drawSvg(figure, { theme: 'light' }))),
      html: outputs.html && (await renderEntryPage(page)),
      json: outputs.json && formatJson({ entries: records, figure }),
    }
    for (const format of FORMATS) outputs[format]?.write(contents[format] ?? '')
    if (options.json !== '-') print(records, figure, options)
  } catch (error) {
    discardOutputs(outputs)
    throw error
  }
}

const FORMATS = ['svg', 'png', 'html', 'json'] as const
/** The activations by name with the parameters asked for, and the user's own. */
function chosen(names: readonly string[], options: Options): Entry[] {
  const values = parametersIn(options)
  const used = new Set<string>()
  const catalogued = names.map((name) => {
    const entry = findActivation(name)
    const own = Object.keys(entry.parameters).filter((key) => values.has(key))
    for (const key of own) used.add(key)
    return own.length === 0 ? entry : entry.with(Object.fromEntries(own.map((key) => [key, values.get(key)])))
  })
  const unused = [...values.keys()].find((key) => !used.has(key))
  if (unused !== undefined) throw noSuchParameter(unused, catalogued)
  const entries = [...catalogued, ...options.activation.map(ownActivation)]
  if (entries.length > 0) return entries
  throw new UsageError({
    where: 'ogee show',
    problem: 'nothing to show',
    expected: 'names of activations, or --activation with a formula',
    hint: 'ogee functions lists what there is.',
  })
}

function parametersIn(options: Options): Map<string, number> {
  const given = options as unknown as Readonly<Record<string, readonly number[] | undefined>>
  const found = new Map<string, number>()
  for (const flag of parameterFlags().keys()) {
    const values = given[keyOf(flag)]
    if (values === undefined) continue
    const [value, ...more] = values
    if (value === undefined || more.length > 0)
      throw new UsageError({ where: `--${flag}`, problem: 'one number is needed', got: values.join(',') })
    found.set(keyOf(flag), value)
  }
  return found
}

function noSuchParameter(key: string, entries: readonly Entry[]): UsageError {
  const there = entries.flatMap(({ parameters }) => Object.keys(parameters))
  return new UsageError({
    where: `--${flagOf(key)}`,
    problem: `${entries.map(({ name }) => name).join(' and ') || 'a formula'} has no such parameter`,
    expected: [...new Set(there)].map((name) => `--${flagOf(name)}`).join(' or ') || 'none',
  })
}

/** 'name=formula', or a formula that is its own name. */
function ownActivation(text: string): Activation {
  const [, name, formula] = /^\s*(?!x\s*=)([\p{L}_][\p{L}\p{Nd}_-]*)\s*=(?!=)(.*)$/su.exec(text) ?? []
  return name !== undefined && formula !== undefined ? activation(name, formula) : activation('φ', text)
}

function neuronOf({ weight, bias, x }: Options): Figure {
  return neuronFigure({
    ...(weight !== undefined && { weight }),
    ...(bias && { biases: bias }),
    ...(x && { x }),
  })
}

/** One drawing for all; what acts along an axis is drawn alone. */
function figureFor(entries: readonly Entry[], { x, input }: Options): Figure {
  const [first, ...others] = entries
  const lines = entries.filter((entry) => entry.kind === 'elementwise')
  if (first?.kind === 'vector' && others.length === 0) return barsOf(first, input)
  if (lines.length === entries.length) return figureOf(lines, x ? { x } : {})
  throw new UsageError({
    where: 'ogee show',
    problem: `${entries.find((entry) => entry.kind === 'vector')?.name} acts along an axis`,
    hint: 'Show it alone.',
  })
}

function barsOf(entry: VectorActivation, input: readonly number[] | undefined): Figure {
  if (input) return vectorFigure(entry, input)
  const [three, four] = EXAMPLES
  try {
    return vectorFigure(entry, three)
  } catch {
    return vectorFigure(entry, four)
  }
}

function print(records: readonly EntryRecord[], figure: Figure, options: Options): void {
  const medium = mediumOf(process.stdout)
  const drawing = drawText(figure, medium)
  const [first, ...others] = records
  if (first && others.length === 0) {
    process.stdout.write(renderEntryText(first, { ...medium, drawing, code: options.code }))
  } else {
    const table = records.length > 0 ? `\n${renderEntryTable(records, medium)}` : ''
    process.stdout.write(`${figure.title}\n\n${drawing}${table}`)
  }
}
