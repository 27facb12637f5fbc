/** `ogee show`: an activation explained and drawn, or several of them in one drawing. */

import { type Command, InvalidArgumentError } from 'commander'
import {
  type Activation,
  activation,
  figureOf,
  findActivation,
  splitFormula,
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
import { withOutputs } from './output.ts'
import { addParameters, type Entry, neuronBiases, withParameters } from './parameters.ts'
import { rasterise } from './raster.ts'
import { mediumOf } from './terminal.ts'

/** What is no function, but belongs on the first page of every text about them. */
const NEURON = 'neuron'

/** What activations along an axis are shown with: three logits, or four where they go in pairs. */
const EXAMPLES = [
  [2, 1, 0.1],
  [2, 1, 0.1, -1],
] as const

interface Options {
  readonly activation: readonly string[]
  readonly x?: Span
  readonly input?: readonly number[]
  readonly weight?: number
  readonly code?: readonly string[]
  readonly svg?: string
  readonly png?: string
  readonly html?: string
  readonly json?: string
}

/** What is shown: the neuron, one activation or several element by element, or one along an axis. */
type Subject =
  | { readonly kind: 'neuron'; readonly entries: readonly []; readonly biases?: readonly number[] }
  | { readonly kind: 'function' | 'functions'; readonly entries: readonly Activation[] }
  | { readonly kind: 'axis'; readonly entries: readonly [VectorActivation] }

const EXAMPLE_CALLS = `
Examples:
  ogee show gelu                                  formula, drawing, facts, names elsewhere, code
  ogee show relu leakyRelu elu --svg kinks.svg    several in one drawing
  ogee show leakyRelu --slope 0.2 --code jax,wgsl
  ogee show softmax --input 2,1,0.1
  ogee show neuron --weight 0.5 --bias -1,0,1
  ogee show --activation 'mine = x * sigmoid(1.7 * x)'
`

export function fillShow(command: Command): void {
  command
    .usage('NAME... [options]')
    .argument('[NAME...]', "activations, by any name that a framework has for them; or 'neuron'")
    .option(
      '--activation <formula>',
      "a formula in x of your own, or 'name = formula'; repeatable",
      append,
      [],
    )
    .option('--x <from:to>', 'the part of the axis of x to draw; default: where something happens', window)
    .option(
      '--code <targets>',
      `print the formula as code, of ${CODE_TARGETS.join(', ')}; all; or none (default: pytorch)`,
      codeTargets,
    )
    .option('--input <numbers>', 'what to show softmax and its kin with: 2,1,0.1', numbers)
    .option('--weight <w>', 'of the neuron (default: 1)', finiteNumber)
    .optionsGroup("Files, each written at the end; '-' is the standard output, in place of the text:")
    .option('--svg <file>', 'the drawing as SVG')
    .option('--png <file>', 'the drawing as PNG')
    .option('--html <file>', 'a page that opens offline')
    .option('--json <file>', 'the facts as JSON')
  addParameters(command)
  command
    .addHelpText('after', () => `${EXAMPLE_CALLS}\n${formulaHelp()}`)
    .action(async (names: readonly string[], options: Options) => show(subjectOf(names, options), options))
}

function codeTargets(text: string): readonly string[] {
  if (text === 'all') return CODE_TARGETS
  if (text === 'none') return []
  const unknown = list(text).find((target) => !CODE_TARGETS.some((each) => each === target))
  if (unknown === undefined) return list(text)
  throw new InvalidArgumentError(`there is no code for ${unknown}; there is for ${CODE_TARGETS.join(', ')}.`)
}

/** Throws a UsageError where there is nothing to show, or not together. */
function subjectOf(names: readonly string[], options: Options): Subject {
  if (names.includes(NEURON)) {
    if (names.length > 1 || options.activation.length > 0)
      throw new UsageError({ where: 'show', problem: 'the neuron is shown alone' })
    const biases = neuronBiases(options)
    return { kind: 'neuron', entries: [], ...(biases && { biases }) }
  }
  const entries = withParameters(
    [...names.map(findActivation), ...ownActivations(options.activation)],
    options,
  )
  const [first, ...others] = entries
  if (!first)
    throw new UsageError({
      where: 'show',
      problem: 'there is nothing to show',
      expected: 'names of activations, or --activation with a formula',
      hint: '`ogee functions` lists what there is.',
    })
  if (first.kind === 'vector' && others.length === 0) return { kind: 'axis', entries: [first] }
  const lines = entries.filter((entry) => entry.kind === 'elementwise')
  if (lines.length === entries.length)
    return { kind: others.length > 0 ? 'functions' : 'function', entries: lines }
  throw new UsageError({
    where: 'show',
    problem: `${entries.find((entry) => entry.kind === 'vector')?.name} acts along an axis`,
    hint: 'Show it alone.',
  })
}

/** By the names that they were given; without one it is φ, or of several φ1, φ2, … by their place. */
function ownActivations(texts: readonly string[]): Entry[] {
  return texts.map((text, i) => {
    const { name = texts.length > 1 ? `φ${i + 1}` : 'φ', formula } = splitFormula(text)
    return activation(name, formula)
  })
}

/** Options that are about some subjects alone; elsewhere they would do nothing. */
const LIMITED: readonly {
  readonly option: 'x' | 'input' | 'weight' | 'code'
  readonly kinds: readonly Subject['kind'][]
  readonly expected: string
}[] = [
  {
    option: 'x',
    kinds: ['neuron', 'function', 'functions'],
    expected: 'the neuron, or activations that act element by element: ogee show gelu --x -2:2',
  },
  {
    option: 'input',
    kinds: ['axis'],
    expected: 'an activation that acts along an axis: ogee show softmax --input 2,1,0.1',
  },
  { option: 'weight', kinds: ['neuron'], expected: 'the neuron: ogee show neuron --weight 0.5' },
  {
    option: 'code',
    kinds: ['function'],
    expected: 'one activation that acts element by element: ogee show gelu --code jax',
  },
]

function checkUsed({ kind, entries }: Subject, options: Options): void {
  for (const { option, kinds, expected } of LIMITED) {
    const value = options[option]
    const asksNothing = value === undefined || (option === 'code' && options.code?.length === 0)
    if (asksNothing || kinds.includes(kind)) continue
    const what = entries.map(({ name }) => name).join(' and ') || `the ${NEURON}`
    throw new UsageError({ where: `--${option}`, problem: `it says nothing about ${what}`, expected })
  }
}

async function show(subject: Subject, options: Options): Promise<void> {
  checkUsed(subject, options)
  const { svg, png, html, json } = options
  await withOutputs({ paths: { svg, png, html, json } }, async ({ onStdout, write }) => {
    const figure = figureFor(subject, options)
    const records = subject.entries.map(describe)
    await write({
      svg: () => drawSvg(figure),
      png: () => rasterise(drawSvg(figure, { theme: 'light' })),
      html: () =>
        renderEntryPage({ records, drawing: drawSvg(figure, { heading: false }), title: figure.title }),
      json: () => formatJson({ entries: records, figure }),
    })
    if (!onStdout) print(records, figure, options)
  })
}

/** One drawing for all; what acts along an axis is drawn alone. */
function figureFor(subject: Subject, { weight, x, input }: Options): Figure {
  const window = x && { x }
  switch (subject.kind) {
    case 'neuron':
      return neuronFigure({
        ...(weight !== undefined && { weight }),
        ...(subject.biases && { biases: subject.biases }),
        ...window,
      })
    case 'axis':
      return barsOf(subject.entries[0], input)
    default:
      return figureOf(subject.entries, window)
  }
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

function print(records: readonly EntryRecord[], figure: Figure, { code = ['pytorch'] }: Options): void {
  const medium = mediumOf(process.stdout)
  const drawing = drawText(figure, medium)
  const [first, ...others] = records
  if (first && others.length === 0) {
    process.stdout.write(renderEntryText(first, { ...medium, drawing, code }))
  } else {
    const table = records.length > 0 ? `\n${renderEntryTable(records, medium)}` : ''
    process.stdout.write(`${figure.title}\n\n${drawing}${table}`)
  }
}
