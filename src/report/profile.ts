/** Where a training step goes, as tables for a terminal: by layer, then kernel by kernel in their order. */

import type { ProfileRecord } from '../records/profile.ts'
import { formatPercent } from './number.ts'
import { alignRows, type Cell, cell, type Terminal } from './terminal.ts'

type Kernels = ProfileRecord['kernels']

const MICRO = 1e6
const GIGA = 1e9

export function renderProfileText(profile: ProfileRecord, { colour }: Pick<Terminal, 'colour'>): string {
  const { activation, batchSize, seconds, limits, kernels } = profile
  const { operationsPerSecond, cacheBytesPerSecond, memoryBytesPerSecond } = limits
  const [operations, near, far] = [operationsPerSecond, cacheBytesPerSecond, memoryBytesPerSecond].map(
    (perSecond) => Math.round(perSecond / GIGA),
  )
  const total = timeOf(kernels)
  return [
    `A training step of ${batchSize} rows with ${activation} takes ${micro(seconds)} µs on one thread.`,
    '',
    ...alignRows([headOf(['layer'], ['µs', 'of all']), ...layerRows(kernels, total)], colour),
    '',
    ...alignRows(
      [
        headOf(['layer', 'kernel', 'loops'], ['µs', 'of all', 'operations', 'bytes', 'of the limit']),
        ...kernels.map((kernel) => kernelRow(kernel, total)),
      ],
      colour,
    ),
    '',
    `The limits of one thread, measured beside it: ${operations}e9 operations a second, ${near} GB/s near the core,`,
    `${far} GB/s in memory. Each kernel was run by itself, on data that was at hand.`,
    '',
  ].join('\n')
}

function headOf(words: readonly string[], numbers: readonly string[]): Cell[] {
  return [
    ...words.map((text) => cell(text, 'left', 'dim')),
    ...numbers.map((text) => cell(text, 'right', 'dim')),
  ]
}

function layerRows(kernels: Kernels, total: number): Cell[][] {
  return [...Map.groupBy(kernels, ({ layer }) => layer)].map(([layer, own]) => [
    cell(layer || '–'),
    cell(micro(timeOf(own)), 'right'),
    cell(formatPercent(timeOf(own) / total), 'right'),
  ])
}

function kernelRow(kernel: Kernels[number], total: number): Cell[] {
  return [
    cell(kernel.layer || '–'),
    cell(kernel.kernel),
    cell(kernel.extents.join('×')),
    cell(micro(kernel.seconds), 'right'),
    cell(formatPercent(kernel.seconds / total), 'right'),
    cell(`${kernel.operations}`, 'right'),
    cell(`${kernel.bytes}`, 'right'),
    cell(kernel.share > 0 ? formatPercent(kernel.share) : '–', 'right'),
  ]
}

function timeOf(kernels: Kernels): number {
  return kernels.reduce((sum, { seconds }) => sum + seconds, 0)
}

function micro(seconds: number): string {
  return (seconds * MICRO).toFixed(2)
}
