/** The code of a few kernels, reviewed by eye: a change of it shows here before it shows in a time. */

import { describe, expect, it } from 'vitest'
import { constant, seldom, variable } from '../../src/expr/expr.ts'
import { FOLDED, type Kernel } from '../../src/kernel/kernel.ts'
import { emitKernel as emitJs } from '../../src/targets/js/program.ts'
import { flatten, type Instruction, listing } from '../../src/targets/wasm/code/assembler.ts'
import { Pool } from '../../src/targets/wasm/code/pool.ts'
import { emitKernel, wholeOf } from '../../src/targets/wasm/kernel.ts'
import { access, axesOf, eighths, programOf, rowMajor } from '../devices/scenario.ts'

const relu: Kernel = {
  name: 'relu',
  axes: axesOf({ element: 128 }),
  loads: [{ name: 'x', access: access(0, [1]) }],
  stores: [{ access: access(1, [1]), value: variable('x').max(0) }],
}

/** y[panel, o, row] = Σ w[o, i]·x[panel, i, row] */
const linear: Kernel = {
  name: 'linear',
  axes: axesOf({ panel: 2, o: 10, row: 8, i: 64 }),
  loads: [
    { name: 'w', access: access(0, [0, 64, 0, 1]) },
    { name: 'x', access: access(1, [512, 0, 1, 8]) },
  ],
  fold: { combine: 'sum', axes: 1, body: variable('w').mul(variable('x')) },
  stores: [{ access: access(2, [80, 8, 1, 0]), value: variable(FOLDED) }],
}

/** Y[panel·8 + row, f] = X[panel, f, row] */
const relayout: Kernel = {
  name: 'relayout',
  axes: axesOf({ panel: 2, f: 40, row: 8 }),
  loads: [{ name: 'x', access: access(1, [320, 8, 1]) }],
  stores: [{ access: access(0, [320, 1, 40]), value: variable('x') }],
}

/** A slope that is the same at every index, of which the reciprocal is taken, and a choice hardly ever made. */
const scaled: Kernel = {
  name: 'scaled',
  axes: axesOf({ element: 128 }),
  loads: [
    { name: 'x', access: access(0, [1]) },
    { name: 'slope', access: access(2, [0]) },
  ],
  stores: [
    {
      access: access(1, [1]),
      value: seldom(
        variable('x').gt(100),
        variable('x').sqrt(),
        variable('x').mul(constant(1).div(variable('slope'))),
      ),
    },
  ],
}

const fills = [eighths(640), eighths(1024), eighths(160)]
const { buffers } = programOf({
  name: 'golden',
  operands: fills.map((data, i) => ({ name: `operand ${i}`, data })),
  kernels: [],
})

function emit(kernel: Kernel, relaxed = true) {
  const surroundings = {
    buffers,
    wordOf: () => 0,
    pool: new Pool(1 << 16),
    features: { simd: true, relaxed },
  }
  return emitKernel(wholeOf(kernel, surroundings.features), surroundings).code
}

const count = (code: readonly Instruction[], opcode: string) =>
  code.filter(([name]) => name === opcode).length

describe('emitted code', () => {
  it('of a map is one flat loop over whole vectors', () => {
    expect(listing(emit(relu))).toMatchSnapshot()
  })

  it('of a map in JavaScript is the same loop in float64', () => {
    expect(emitJs(relu, 'relu', buffers)).toMatchSnapshot()
  })

  it('of a map computes before its loop what is the same at every index', () => {
    const opcodes = flatten(emit(scaled)).map(([name]) => name)
    const loop = opcodes.indexOf('loop')
    expect(opcodes.filter((name) => name === 'f32x4.div')).toHaveLength(1)
    expect(opcodes.indexOf('f32x4.div')).toBeLessThan(loop)
    expect(opcodes.lastIndexOf('v128.load32_splat')).toBeLessThan(loop)
  })

  it('of a choice that is hardly ever made computes it only if one of the vectors asks for it', () => {
    const opcodes = flatten(emit(scaled)).map(([name]) => name)
    const asked = opcodes.indexOf('v128.any_true')
    expect(opcodes[asked + 1]).toBe('if')
    expect(opcodes.indexOf('f32x4.sqrt')).toBeGreaterThan(asked)
    expect(opcodes.indexOf('f32x4.sqrt')).toBeLessThan(opcodes.indexOf('end'))
  })

  it('of a matrix product has balanced tiles: 10 rows are two times 5, two vectors wide, K not unrolled', () => {
    const code = flatten(emit(linear))
    expect(count(code, 'f32x4.relaxed_madd')).toBe(5 * 2)
    expect(count(code, 'v128.load32_splat')).toBe(5)
    expect(listing(emit(linear))).toMatchSnapshot()
  })

  it('of a copy between layouts turns four vectors by eight shuffles, twice, and moves whole vectors alone', () => {
    const code = flatten(emit(relayout))
    expect(count(code, 'i8x16.shuffle')).toBe(2 * 8)
    expect([count(code, 'v128.load'), count(code, 'v128.store')]).toEqual([8, 8])
    expect(count(code, 'v128.store32_lane')).toBe(0)
    expect(listing(emit(relayout))).toMatchSnapshot()
  })

  it('without relaxed SIMD multiplies and adds', () => {
    const code = flatten(emit(linear, false))
    expect(count(code, 'f32x4.relaxed_madd')).toBe(0)
    expect(count(code, 'f32x4.add')).toBeGreaterThanOrEqual(5 * 2)
  })

  it('reads row-major operands at the strides they have', () => {
    expect(rowMajor([3, 5], 3)).toEqual([8, 1])
  })
})
