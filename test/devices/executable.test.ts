/** What holds of a loaded program on every device: its memory, its regions, and how it says no. */

import { describe, expect, it } from 'vitest'
import { OgeeError, UsageError } from '../../src/base/index.ts'
import type { Region } from '../../src/devices/device.ts'
import { defaultDevice, deviceNamed } from '../../src/devices/index.ts'
import { noDevice } from '../../src/devices/none.ts'
import { variable } from '../../src/expr/index.ts'
import type { Program } from '../../src/kernel/kernel.ts'
import { implementations, wasmImplementations } from './implementations.ts'
import { access, axesOf } from './scenario.ts'

/** y[i] = 2·x[i], and z[i] = table[rows[i]] with table and rows from outside, to where z can also be copied. */
const program: Program = {
  buffers: [
    { name: 'x', type: 'f32', size: 5, place: { offset: 0 } },
    { name: 'y', type: 'f32', size: 5, place: { offset: 16 } },
    { name: 'z', type: 'f32', size: 3, place: { offset: 32 } },
    { name: 'table', type: 'f32', size: 0, place: 'external' },
    { name: 'rows', type: 'i32', size: 3, place: 'external' },
    { name: 'kept', type: 'f32', size: 3, place: 'external' },
  ],
  kernels: [
    {
      name: 'double',
      axes: axesOf({ i: 5 }),
      loads: [{ name: 'x', access: access(0, [1]) }],
      stores: [{ access: access(1, [1]), value: variable('x').mul(2) }],
    },
    {
      name: 'pick',
      axes: axesOf({ i: 3 }),
      loads: [
        {
          name: 't',
          access: { ...access(3, [0]), lookup: { indices: access(4, [1]), stride: 1 } },
        },
      ],
      stores: [{ access: access(2, [1]), value: variable('t') }],
    },
    {
      name: 'keep',
      axes: axesOf({ i: 3 }),
      loads: [{ name: 'z', access: access(2, [1]) }],
      stores: [{ access: access(5, [1]), value: variable('z') }],
    },
  ],
  entries: { double: [0], pick: [1], 'pick and keep': [1, 2] },
  size: 48,
}

describe.each(implementations)('a program on $name', ({ device }) => {
  it('starts with zeros, takes numbers from an offset on, and gives copies', () => {
    const executable = device.load(program)
    expect(Array.from(executable.read('y'))).toEqual([0, 0, 0, 0, 0])
    executable.write('x', [1, 2, 3], 2)
    executable.run('double')
    const copy = executable.read('y')
    expect(Array.from(copy)).toEqual([0, 0, 2, 4, 6])
    executable.view('y').fill(9)
    expect(Array.from(copy)).toEqual([0, 0, 2, 4, 6])
    expect(Array.from(executable.read('y'))).toEqual([9, 9, 9, 9, 9])
  })

  it('shares no memory with another of the same program', () => {
    const [one, other] = [device.load(program), device.load(program)]
    one.write('x', [1, 1, 1, 1, 1])
    expect(Array.from(other.read('x'))).toEqual([0, 0, 0, 0, 0])
  })

  it('reads what its external buffers are bound to, at the offset of the last binding', () => {
    const executable = device.load(program)
    const table = executable.allocate(4, 'f32')
    const rows = executable.allocate(7, 'i32')
    table.write([10, 20, 30], 1)
    rows.write([3, 2, 1, 0, 1, 2, 3])
    executable.bind('table', table)
    executable.bind('rows', rows)
    executable.run('pick')
    expect(Array.from(executable.read('z'))).toEqual([30, 20, 10])
    executable.bind('rows', rows, 3)
    executable.run('pick')
    expect(Array.from(executable.read('z'))).toEqual([0, 10, 20])
    expect(Array.from(executable.view('rows')).slice(0, 3)).toEqual([0, 1, 2])
  })

  it('runs many times in a row, while external buffers move on by their steps', () => {
    const executable = device.load(program)
    const [table, rows, kept] = [
      [4, 'f32'],
      [8, 'i32'],
      [14, 'f32'],
    ].map(([length, type]) => executable.allocate(length as number, type as 'f32' | 'i32')) as [
      Region,
      Region,
      Region,
    ]
    table.write([10, 20, 30, 40])
    rows.write([0, 1, 2, 3, 2, 1, 0, 3])
    executable.bind('table', table)
    executable.bind('rows', rows, 1, 1)
    executable.bind('kept', kept, 0, 4)
    executable.run('pick and keep', 2)
    executable.run('pick and keep')
    executable.run('double', 5)
    expect(Array.from(kept.read(12))).toEqual([20, 30, 40, 0, 30, 40, 30, 0, 40, 30, 20, 0])
    expect(Array.from(kept.read(3, 4))).toEqual([30, 40, 30])
    expect(Array.from(executable.read('rows'))).toEqual([2, 1, 0, 3])
  })

  it('does not begin runs of which the last one would find too little, or bind what cannot move so', () => {
    const executable = device.load(program)
    executable.bind('table', executable.allocate(4, 'f32'))
    const rows = executable.allocate(8, 'i32')
    executable.bind('rows', rows, 0, 2)
    expect(() => executable.run('pick', 4)).toThrow(
      'rows: the region is too small — expected 3 elements from element 6 on, got a region of 8',
    )
    executable.run('pick', 3)
    expect(() => executable.run('pick')).toThrow('expected 3 elements from element 6 on')
    for (const step of [-1, 0.5]) expect(() => executable.bind('rows', rows, 4, step)).toThrow('no such step')
  })

  it('keeps all that it holds when it gets more memory', () => {
    const executable = device.load(program)
    executable.write('x', [1, 2, 3, 4, 5])
    const first = executable.allocate(3, 'i32')
    first.write([2, 1, 0])
    const large = executable.allocate(1_000_000, 'f32')
    large.write([7, 8, 9])
    executable.bind('rows', first)
    executable.bind('table', large)
    executable.run('pick')
    executable.run('double')
    expect(Array.from(executable.read('z'))).toEqual([9, 8, 7])
    expect(Array.from(executable.read('y'))).toEqual([2, 4, 6, 8, 10])
    expect(large.length).toBe(1_000_000)
  })

  it('does not run what is not there or not bound, and says what is missing', () => {
    const executable = device.load(program)
    expect(() => executable.run('duble')).toThrow(/no entry is called duble[\s\S]*did you mean double/)
    expect(() => executable.run('pick')).toThrow(/table, rows: not bound/)
    executable.bind('table', executable.allocate(1, 'f32'))
    expect(() => executable.run('pick')).toThrow(/^rows: not bound/)
    expect(() => executable.read('w')).toThrow(OgeeError)
  })

  it('refuses numbers that do not fit, and regions that are too small', () => {
    const executable = device.load(program)
    expect(() => executable.write('x', [1, 2, 3], 3)).toThrow(/at most 5 elements, got 3 from element 3/)
    expect(() => executable.write('x', [1], -1)).toThrow(OgeeError)
    const region = executable.allocate(4, 'i32')
    expect(() => region.write([1, 2], 3)).toThrow(OgeeError)
    expect(() => executable.bind('rows', region, 2)).toThrow(/expected 3 elements from element 2 on/)
    expect(() => executable.bind('x', region)).toThrow(/only external buffers can be bound/)
    const other = device.load(program)
    expect(() => other.bind('rows', region)).toThrow('rows: the region belongs to another program')
  })
})

describe.each(wasmImplementations)('a program on $name', ({ device }) => {
  it('says so when memory is exhausted, in an allocation or at once', () => {
    const executable = device.load(program)
    expect(() => executable.allocate(2 ** 31, 'f32')).toThrow(/no memory for 2147483648 more elements/)
    expect(() => device.load({ ...program, size: 2 ** 31 })).toThrow(OgeeError)
    executable.run('double')
  })
})

describe('devices by name', () => {
  it('are made once; the default one is WebAssembly where there is such a thing', () => {
    expect(deviceNamed('wasm')).toBe(deviceNamed('wasm'))
    expect(defaultDevice()).toBe(deviceNamed('wasm'))
    expect(deviceNamed('js').precision).toBe('float64')
    expect(deviceNamed('wasm').precision).toBe('float32')
  })

  it('are suggested when the name is nearly right', () => {
    expect(() => deviceNamed('wsm')).toThrow(UsageError)
    expect(() => deviceNamed('wsm')).toThrow(/did you mean wasm/)
  })

  it('that a host lacks load nothing and say why', () => {
    const device = noDevice('wasm', 'this host has no WebAssembly')
    expect(() => device.load(program)).toThrow(/device wasm: this host has no WebAssembly[\s\S]*device js/)
  })
})
