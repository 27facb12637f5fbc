/**
 * A comparison in the terminal: the ranking as a table with each mean and its deviation drawn beside it, and
 * the verdict as the last sentence, where the eye rests when a command has ended.
 */

import type { ActivationRecord, CompareRecord } from '../records/compare.ts'
import { clamp, type Span, spanOf } from './charts/span.ts'
import { type MetricView, mainMetric, metricOf, sayDiverged } from './metrics.ts'
import { formatCount, formatFixed, formatP, formatSigned, NARROW_SPACE, timeUnit } from './number.ts'
import {
  alignRows,
  type Cell,
  cell,
  GAP,
  type Part,
  paint,
  type Terminal,
  tableWidth,
  tame,
  widthsOf,
  wrap,
} from './terminal.ts'

/** A drawing narrower than this shows nothing; a wider one than this no more. */
const PLOT = { least: 10, most: 40 }
/** Names may take this share of a line. */
const NAME_SHARE = 0.25
/** From here on a p has a chance to be read as a find; above it is set back. */
const ALPHA = 0.05

/** The ranking and the verdict as lines of text, ending with a line break. */
export function renderCompareText(result: CompareRecord, terminal: Terminal): string {
  const { table: columns, prose: width } = widthsOf(terminal)
  const { colour } = terminal
  const lines = [
    ...wrap(sayStudy(result), width).map((line) => paint(line, 'dim', colour)),
    '',
    ...alignRows(fitTable(result, columns), colour),
    ...sayFormulas(result).flatMap((line) => wrap(line, width)),
    '',
    ...wrap(tame(result.verdict, Number.POSITIVE_INFINITY), width).map((line) => paint(line, 'bold', colour)),
  ]
  return `${lines.join('\n').replaceAll(NARROW_SPACE, ' ')}\n`
}

function sayStudy({ target, data, folds, repeats, seed }: CompareRecord): string {
  const rows = `${formatFixed(data.used, 0)}${data.used === data.rows ? '' : ` of ${formatFixed(data.rows, 0)}`} rows`
  const scores = `${formatCount(folds, 'fold')} × ${formatCount(repeats, 'repeat')}`
  return [tame(target, 40), rows, scores, `seed ${seed}`].join(' · ')
}

/** What the names of formulas stand for, where a formula is not its own name. */
function sayFormulas({ activations }: CompareRecord): string[] {
  const own = activations.flatMap(({ name, formula }) =>
    formula === undefined || formula === name ? [] : [`${name} = ${tame(formula, Number.POSITIVE_INFINITY)}`],
  )
  return own.length > 0 ? ['', ...own] : []
}

/** What gives way to a narrow terminal, in this order; rank, name and score stay. */
type Extra = 'p' | 'time' | 'difference'
const EXTRAS: readonly Extra[] = ['p', 'time', 'difference']

/** As many columns as fit, and in the room that is left the drawing. */
function fitTable(result: CompareRecord, columns: number): Cell[][] {
  const choices = [...EXTRAS.map((_, i) => EXTRAS.slice(i)), []]
  const tables = choices.map((extras) => ({
    extras,
    width: tableWidth(buildTable(result, columns, extras, 0)),
  }))
  const fitting = tables.find(({ width }) => width <= columns) ?? { extras: [], width: columns }
  const room = columns - fitting.width - GAP
  return buildTable(result, columns, fitting.extras, room < PLOT.least ? 0 : Math.min(room, PLOT.most))
}

interface TextColumn {
  readonly head: Cell
  readonly cell: (activation: ActivationRecord, index: number) => Cell
}

/** Rows of cells, heads first; `plot` is the width of the drawing, 0 for none. */
function buildTable(
  result: CompareRecord,
  columns: number,
  extras: readonly Extra[],
  plot: number,
): Cell[][] {
  const metric = mainMetric(result)
  const more = extraColumns(result, metric)
  const shown: TextColumn[] = [
    { head: cell(''), cell: (_, index) => cell(`${index + 1}`, 'right', 'dim') },
    {
      head: cell(''),
      cell: ({ name }, i) => cell(tame(name, columns * NAME_SHARE), 'left', i === 0 ? 'bold' : undefined),
    },
    {
      head: cell(`${metric.label} ± std`, 'left', 'dim'),
      cell: (activation) => scoreCell(activation, metric),
    },
    ...(plot > 0 ? [plotColumn(result, metric, plot)] : []),
    ...(['difference', 'p', 'time'] as const)
      .filter((extra) => extras.includes(extra))
      .map((extra) => more[extra]),
  ]
  const rows = result.activations.map((activation, i) => shown.map((column) => column.cell(activation, i)))
  return [shown.map(({ head }) => head), ...rows]
}

function scoreCell(activation: ActivationRecord, metric: MetricView): Cell {
  const record = metricOf(activation, metric.name)
  const diverged = sayDiverged(record)
  if (diverged) return cell(diverged, 'left', 'dim')
  const mean = { text: formatFixed(record.mean, metric.decimals) }
  const spread = { text: ` ± ${formatFixed(record.std, metric.decimals)}`, style: 'dim' } as const
  return { parts: [mean, spread], align: 'left' }
}

function extraColumns({ activations }: CompareRecord, { decimals }: MetricView): Record<Extra, TextColumn> {
  const unit = timeUnit(activations.map(({ secondsPerEpoch }) => secondsPerEpoch))
  return {
    difference: {
      head: cell('to best', 'right', 'dim'),
      cell: ({ toBest }) =>
        toBest ? cell(formatSigned(toBest.difference, decimals), 'right') : cell('–', 'right', 'dim'),
    },
    time: {
      head: cell('per epoch', 'right', 'dim'),
      cell: ({ secondsPerEpoch }) => cell(`${unit.format(secondsPerEpoch)} ${unit.name}`, 'right'),
    },
    p: {
      head: cell('p (Holm)', 'right', 'dim'),
      cell: ({ toBest }) => {
        const p = toBest?.pCorrected ?? Number.NaN
        return cell(formatP(p), 'right', p < ALPHA ? undefined : 'dim')
      },
    },
  }
}

function plotColumn(result: CompareRecord, metric: MetricView, width: number): TextColumn {
  const span = meanSpan(result)
  const [low, high] = [formatFixed(span.low, metric.decimals), formatFixed(span.high, metric.decimals)]
  const gap = ' '.repeat(Math.max(1, width - low.length - high.length))
  return {
    head: cell(low + gap + high, 'left', 'dim'),
    cell: (activation) => {
      const { mean, std } = metricOf(activation, metric.name)
      return { parts: drawMean(mean, std, span, width), align: 'left' }
    },
  }
}

/** From the least mean less its deviation to the greatest mean and its deviation, far outliers left out. */
function meanSpan({ activations, metric }: CompareRecord): Span {
  const ends = activations.flatMap((activation) => {
    const { mean, std } = metricOf(activation, metric)
    return [mean - std, mean + std]
  })
  return spanOf(ends, 0)
}

/** A line of one deviation to each side with a dot at the mean; an arrow where the mean lies beyond the edge. */
function drawMean(mean: number, std: number, span: Span, width: number): Part[] {
  if (!Number.isFinite(mean) || width < 1) return []
  const scale = (width - 1) / (span.high - span.low)
  const place = (value: number) => Math.round((clamp(value, span) - span.low) * scale)
  const spread = Number.isFinite(std) ? std : 0
  const [from, at, to] = [place(mean - spread), place(mean), place(mean + spread)]
  const mark = mean < span.low ? '◂' : mean > span.high ? '▸' : '●'
  return [
    { text: ' '.repeat(from) },
    { text: '─'.repeat(at - from), style: 'dim' },
    { text: mark, style: 'mark' },
    { text: '─'.repeat(to - at), style: 'dim' },
  ]
}
