/**
 * A recommendation in the terminal: each part of the advice with its reason and what that rests on, then what else
 * could be, what depth does, what was outvoted, and last the command that would tell.
 */

import type { AdviceRecord, RecommendRecord, TheoryRecord } from '../records/recommend.ts'
import { formatShort } from './number.ts'
import { alignRows, cell, paint, type Terminal, tame, widthsOf, wrap } from './terminal.ts'

/** The column of labels. */
const LABEL = 15

/** Ends with a line break. The command stands on a line of its own, however long, to be copied. */
export function renderRecommendText(record: RecommendRecord, terminal: Terminal): string {
  const { colour } = terminal
  const { prose: width } = widthsOf(terminal)
  const block = (label: string, lines: readonly string[]): readonly string[] =>
    lines.map((line, i) => `${paint((i === 0 ? label : '').padEnd(LABEL), 'dim', colour)}${line}`.trimEnd())
  const say = (text: string) => wrap(text, width - LABEL)
  const advise = (advice: AdviceRecord) => [
    ...say(advice.advice).map((line) => paint(line, 'bold', colour)),
    ...say(`${advice.reason}.`),
    ...say(basisOf(advice)).map((line) => paint(line, 'dim', colour)),
  ]
  const { hidden, theory, alternatives, conflicts, compare } = record
  const blocks: readonly (readonly string[])[] = [
    wrap(saySituation(record), width).map((line) => paint(line, 'dim', colour)),
    ...(hidden ? [block('hidden', advise(hidden))] : []),
    block('output', advise(record.output)),
    block('loss', advise(record.loss)),
    block('weights', [...advise(record.initialisation), ...say(sayCall(record))]),
    block('learning rate', advise(record.learningRate)),
    ...record.also.map((each) => block('also', advise(each))),
    block(
      'instead',
      alternatives.flatMap(({ name, when }) => say(`${name}: ${when}`)),
    ),
    ...(theory ? [block('depth', sayTheory(theory, width - LABEL, colour))] : []),
    block('outvoted', conflicts.flatMap(say)),
    [
      ...block('to test it', [paint(compare.line, 'mark', colour)]),
      ...block('', compare.note === null ? [] : say(compare.note)),
    ],
    wrap(record.caution, width).map((line) => paint(line, 'bold', colour)),
  ]
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function saySituation({ situation: { task, network, depth, matters, seen } }: RecommendRecord): string {
  return [
    task,
    network,
    `${depth === 0 ? 'no' : depth} hidden layer${depth === 1 ? '' : 's'}`,
    ...(matters.length > 0 ? [`matters: ${matters.join(', ')}`] : []),
    ...(seen.length > 0 ? [`seen: ${seen.join(', ')}`] : []),
  ].join(' · ')
}

/** 'folklore · seen: deadUnits · Maas, Hannun & Ng 2013'. */
function basisOf({ standing, because, source }: AdviceRecord): string {
  return [standing, ...because, source].join(' · ')
}

function sayCall({ initialisation: { call, keras, biasStd } }: RecommendRecord): string {
  const biases = biasStd === 0 ? 'biases 0' : `biases of standard deviation ${biasStd}`
  return `${call}${keras === null ? '' : `, or ${keras} in ogee/keras`}; ${biases}`
}

function sayTheory(
  { chi1, layersPerTenfold, gains, edge, contradictions }: TheoryRecord,
  columns: number,
  colour: boolean,
): readonly string[] {
  const say = (text: string) => wrap(text, columns)
  const pace =
    layersPerTenfold === null
      ? 'gradients neither grow nor fade'
      : `gradients ${chi1 > 1 ? 'grow' : 'fade'} tenfold in ${formatShort(layersPerTenfold)} layers`
  const heads = [
    cell('gain', 'left', 'dim'),
    cell('variance', 'right', 'dim'),
    cell('of gradients', 'right', 'dim'),
  ]
  const rows = gains.map(({ name, variance, gradient }) => [
    cell(tame(name, Math.max(LEAST_NAME, columns - FACTORS))),
    cell(formatFactor(variance), 'right'),
    cell(formatFactor(gradient), 'right'),
  ])
  const onEdge = edge
    ? `On the edge of chaos: σ_w = ${edge.weightStd.toFixed(4)} with σ_b = ${edge.biasStd}.`
    : 'No edge of chaos: signals settle at no weights that keep gradients.'
  return [
    ...say(`χ₁ = ${chi1.toFixed(4)} at a gain of ${gains[0]?.name}: in a plain network ${pace}.`),
    ...alignRows([heads, ...rows], colour),
    ...say(onEdge),
    ...contradictions.flatMap(say),
  ]
}

/** What the columns of factors take, their gaps included. */
const FACTORS = 24
const LEAST_NAME = 8

/** '× 26.4', '× 2.1e15'; '→ ∞' where there is no end to it. */
function formatFactor(factor: number): string {
  if (!Number.isFinite(factor)) return '→ ∞'
  const isPlain = factor === 0 || (factor >= 1e-3 && factor < 1e5)
  return `× ${isPlain ? formatShort(factor) : factor.toExponential(1).replace('e+', 'e').replace('e-', 'e−')}`
}
