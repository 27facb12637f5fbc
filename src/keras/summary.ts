/** A model as a table, as Keras prints it. */

import { sizeOf } from '../base/index.ts'
import type { BuiltLayer } from './layer.ts'

export function formatSummary(name: string, layers: readonly BuiltLayer[]): string {
  const rows = layers.map((layer) => [
    `${layer.name} (${layer.className})`,
    `[rows, ${layer.outputShape.join(', ')}]`,
    countNumbers(layer).toLocaleString('en-US'),
  ])
  const header = ['Layer (type)', 'Output shape', 'Param #']
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 2 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2))
  const sum = (count: (layer: BuiltLayer) => number) =>
    layers.reduce((total, layer) => total + count(layer), 0)
  const [all, trained] = [sum(countNumbers), sum(countTrained)]
  const foot = `Total params: ${all.toLocaleString('en-US')}`
  const part = all === trained ? '' : `, of which ${trained.toLocaleString('en-US')} are trained`
  return [`Model: "${name}"`, rule, line(header), rule, ...rows.map(line), rule, foot + part].join('\n')
}

/** Parameters, running means and all. */
function countNumbers({ module }: BuiltLayer): number {
  return module.namedBuffers().reduce((sum, [, { shape }]) => sum + sizeOf(shape), 0)
}

function countTrained({ module }: BuiltLayer): number {
  const trained = module.parameters().filter(({ requiresGrad }) => requiresGrad)
  return trained.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
}
