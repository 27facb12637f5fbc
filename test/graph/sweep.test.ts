/** Sums into the rows of a table, run after run, against the same sums in plain loops. */

import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import { argument, elementwise, input, type Node, scatter } from '../../src/graph/index.ts'
import { buildProgram } from '../../src/graph/program.ts'

const [ROWS, COLUMNS, BATCH] = [50, 3, 4]
const numbers = input('numbers', [BATCH], { type: 'i32' })
const x = input('x', [BATCH, COLUMNS])

/** Row numbers that come twice in a run, and again in the next one, and rows that come once. */
const RUNS = [
  [7, 3, 7, 49],
  [0, 0, 0, 0],
  [3, 48, 7, 1],
  [2, 5, 4, 6],
]

const twice = (node: Node) => elementwise(argument(0).mul(2), [node])

function kernelsOf(output: Node): (string | undefined)[] {
  const { program } = buildProgram({ main: { outputs: { output } } })
  return (program.entries.main ?? []).map((kernel) => program.kernels[kernel]?.name)
}

describe('a sum into the rows of a table', () => {
  it.each(['js', 'wasm'])('starts each run from zeros, on %s', (device) => {
    const output = twice(scatter(numbers, x, ROWS))
    const compiled = compile({ main: { outputs: { output } } }, deviceNamed(device))
    for (const [run, rows] of RUNS.entries()) {
      const added = Float32Array.from({ length: BATCH * COLUMNS }, (_, i) => run + i / 4)
      const expected = new Float32Array(ROWS * COLUMNS)
      added.forEach((value, i) => {
        const at = (rows[Math.floor(i / COLUMNS)] as number) * COLUMNS + (i % COLUMNS)
        expected[at] = (expected[at] as number) + 2 * value
      })
      compiled.write('numbers', rows)
      compiled.write('x', added)
      compiled.run('main')
      expect(Float32Array.from(compiled.read('main', 'output'))).toEqual(expected)
    }
  })

  it('clears the rows that it added to, and never the table', () => {
    expect(kernelsOf(twice(scatter(numbers, x, ROWS)))).toEqual(['scatter', 'elementwise', 'sweep'])
  })

  it('clears the table where that is no larger than a batch, and where it is read when the run is over', () => {
    expect(kernelsOf(twice(scatter(numbers, x, BATCH)))).toEqual(['zeros', 'scatter', 'elementwise'])
    expect(kernelsOf(scatter(numbers, x, ROWS))).toEqual(['zeros', 'scatter'])
  })
})
