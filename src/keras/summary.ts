/** A model as a table, as Keras prints it. */

import type { BuiltLayer } from './layer.ts'

export function formatSummary(name: string, layers: readonly BuiltLayer[]): string {
  const rows = layers.map((layer) => [
    `${layer.name} (${layer.className})`,
    `[rows, ${layer.outputShape.join(', ')}]`,
    countParameters(layer).toLocaleString('en-US'),
  ])
  const header = ['Layer (type)', 'Output shape', 'Param #']
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 2 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2))
  const total = layers.reduce((sum, layer) => sum + countParameters(layer), 0)
  const foot = `Total params: ${total.toLocaleString('en-US')}`
  return [`Model: "${name}"`, rule, line(header), rule, ...rows.map(line), rule, foot].join('\n')
}

function countParameters({ module }: BuiltLayer): number {
  return module.parameters().reduce((sum, parameter) => sum + parameter.state.data.length, 0)
}
