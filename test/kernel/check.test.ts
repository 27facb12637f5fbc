/** The executable specification of programs finds what would corrupt memory. */

import { describe, expect, it } from 'vitest'
import { variable } from '../../src/expr/expr.ts'
import { findFaults } from '../../src/kernel/check.ts'
import { interpretKernel } from '../../src/kernel/interpret.ts'
import type { Kernel, Program } from '../../src/kernel/kernel.ts'

const copy: Kernel = {
  name: 'copy',
  axes: [{ name: 'i', extent: 4 }],
  loads: [{ name: 'x', access: { buffer: 0, offset: 0, strides: [1] } }],
  stores: [{ access: { buffer: 1, offset: 0, strides: [1] }, value: variable('x') }],
}
const program: Program = {
  buffers: [
    { name: 'x', type: 'f32', size: 4, place: { offset: 0 } },
    { name: 'y', type: 'f32', size: 4, place: { offset: 16 } },
  ],
  kernels: [copy],
  entries: { main: [0] },
  size: 32,
}

describe('findFaults', () => {
  it('finds nothing in a sound program', () => {
    expect(findFaults(program)).toEqual([])
  })

  it.each([
    ['a store beyond its buffer', { ...copy, axes: [{ name: 'i', extent: 5 }] }],
    ['an axis without extent', { ...copy, axes: [{ name: 'i', extent: 0 }] }],
    ['a stride missing', { ...copy, loads: [{ name: 'x', access: { buffer: 0, offset: 0, strides: [] } }] }],
    [
      'a buffer that is not there',
      { ...copy, loads: [{ name: 'x', access: { buffer: 7, offset: 0, strides: [1] } }] },
    ],
  ] as const)('finds %s', (_, kernel) => {
    expect(findFaults({ ...program, kernels: [kernel] })).not.toEqual([])
  })

  it.each([
    ['memory that is too small', { size: 16 }],
    ['a kernel that is not there', { entries: { main: [1] } }],
  ] as const)('finds %s', (_, change) => {
    expect(findFaults({ ...program, ...change })).not.toEqual([])
  })
})

describe('interpretKernel', () => {
  it('computes every value of a point before it stores one: an update in place sees old values', () => {
    const access = (buffer: number) => ({ buffer, offset: 0, strides: [1] })
    const swap: Kernel = {
      name: 'swap',
      axes: [{ name: 'i', extent: 2 }],
      loads: [
        { name: 'a', access: access(0) },
        { name: 'b', access: access(1) },
      ],
      stores: [
        { access: access(0), value: variable('b') },
        { access: access(1), value: variable('a') },
      ],
    }
    const arrays = [
      [1, 2],
      [3, 4],
    ]
    interpretKernel(swap, arrays)
    expect(arrays).toEqual([
      [3, 4],
      [1, 2],
    ])
  })
})
