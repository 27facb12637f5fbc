/** Compiled entries from outside: states, inputs, outputs, tables; on the reference device and the fast one. */

import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import { apply, constant } from '../../src/expr/expr.ts'
import {
  argument,
  concat,
  constantNode,
  contract,
  type Entry,
  elementwise,
  input,
  lookup,
  maximum,
  type Node,
  type State,
  slice,
  stateNode,
} from '../../src/graph/index.ts'

const [p, q] = [argument(0), argument(1)]
const plus = (x: Node, y: Node) => elementwise(p.add(q), [x, y])
const state = (name: string, ...numbers: readonly number[]): State => ({
  name,
  shape: [numbers.length],
  data: Float32Array.from(numbers),
})

describe.each(['js', 'wasm'])('a compiled program on %s', (name) => {
  const device = deviceNamed(name)
  const build = (entries: Readonly<Record<string, Entry>>) => compile(entries, device)
  const compute = (node: Node, inputs: Readonly<Record<string, readonly number[]>> = {}): number[] => {
    const compiled = build({ main: { outputs: { node } } })
    for (const [key, numbers] of Object.entries(inputs)) compiled.write(key, numbers)
    compiled.run('main')
    return [...compiled.read('main', 'node')]
  }

  it('shares states and inputs between its entries', () => {
    const counter = state('counter', 1, 2)
    const by = input('by', [])
    const compiled = build({
      add: { outputs: {}, updates: [[counter, plus(stateNode(counter), by)]] },
      show: { outputs: { twice: elementwise(p.mul(2).add(q), [stateNode(counter), by]) } },
    })
    compiled.write('by', [10])
    compiled.run('add')
    compiled.run('add')
    compiled.run('show')
    expect([...compiled.read('show', 'twice')]).toEqual([52, 54])
    compiled.readStates()
    expect([...counter.data]).toEqual([21, 22])
    counter.data.set([0, 1])
    compiled.writeStates()
    compiled.run('show')
    expect([...compiled.read('show', 'twice')]).toEqual([10, 12])
  })

  it('takes an input that one entry calls batched and another does not for the same numbers', () => {
    const of = (batched: boolean) => elementwise(p.mul(2), [input('x', [8, 2], { batched })])
    const compiled = build({ rows: { outputs: { y: of(true) } }, plain: { outputs: { y: of(false) } } })
    const numbers = Array.from({ length: 16 }, (_, i) => i)
    compiled.write('x', numbers)
    for (const entry of ['rows', 'plain']) {
      compiled.run(entry)
      expect([...compiled.read(entry, 'y')]).toEqual(numbers.map((number) => 2 * number))
    }
  })

  it('shows inputs, states and constants as outputs, in order, whatever their layout', () => {
    const batch = input('batch', [8, 2], { batched: true })
    const constantNumbers = constantNode([1, 2, 3, 4, 5, 6], [2, 3])
    const held = state('held', 7, 8)
    const outputs = { batch, constantNumbers, held: stateNode(held), again: batch }
    const compiled = build({ main: { outputs } })
    const numbers = Array.from({ length: 16 }, (_, i) => i)
    compiled.write('batch', numbers)
    compiled.run('main')
    expect([...compiled.read('main', 'batch')]).toEqual(numbers)
    expect([...compiled.read('main', 'again')]).toEqual(numbers)
    expect([...compiled.read('main', 'constantNumbers')]).toEqual([1, 2, 3, 4, 5, 6])
    expect([...compiled.read('main', 'held')]).toEqual([7, 8])
  })

  it('shows the old value of a state that a run changes, and a new one that is an output too', () => {
    const held = state('held', 1, 2)
    const next = elementwise(p.mul(3), [stateNode(held)])
    const compiled = build({ main: { outputs: { old: stateNode(held), next }, updates: [[held, next]] } })
    compiled.run('main')
    compiled.run('main')
    expect([...compiled.read('main', 'old')]).toEqual([3, 6])
    expect([...compiled.read('main', 'next')]).toEqual([9, 18])
  })

  it('keeps two shapes of the same constant numbers apart', () => {
    const numbers = Float32Array.of(1, 2, 3, 4, 5, 6)
    const [wide, high] = [constantNode(numbers, [2, 3]), constantNode(numbers, [3, 2])]
    const compiled = build({
      main: { outputs: { wide: contract('ij->j', wide), high: contract('ij->j', high) } },
    })
    compiled.run('main')
    expect([...compiled.read('main', 'wide')]).toEqual([5, 7, 9])
    expect([...compiled.read('main', 'high')]).toEqual([9, 12])
  })

  it('slices and gathers vectors of a batch, whose panels have no columns', () => {
    const x = input('x', [16], { batched: true })
    const numbers = Array.from({ length: 16 }, (_, i) => i * i)
    expect(compute(slice(x, 3, 5), { x: numbers })).toEqual([9, 16, 25, 36, 49])
    expect(compute(concat([x, x]), { x: numbers })).toEqual([...numbers, ...numbers])
    expect(compute(lookup(x, constantNode([15, 0, 8], [3])), { x: numbers })).toEqual([225, 0, 64])
  })

  it('gathers rows out of panels', () => {
    const x = input('x', [16, 2], { batched: true })
    const numbers = Array.from({ length: 32 }, (_, i) => i)
    expect(compute(lookup(x, constantNode([9, 0], [2])), { x: numbers })).toEqual([18, 19, 0, 1])
  })

  it('gathers from a vector that the host binds, written in parts of any length', () => {
    const rows = input('rows', [5], { type: 'i32', external: true })
    const picked = lookup(input('vector', [0], { external: true }), rows)
    const compiled = build({ main: { outputs: { picked } } })
    const vector = compiled.table(5, [])
    compiled.writeRows(vector, 3, [], [40, 50])
    compiled.writeRows(vector, 0, [], [10, 20, 30])
    compiled.bind('vector', vector)
    const order = compiled.indices(5)
    order.write([4, 3, 2, 1, 0])
    compiled.bind('rows', order)
    compiled.run('main')
    expect([...compiled.read('main', 'picked')]).toEqual([50, 40, 30, 20, 10])
  })

  it('gathers from a vector without looking beyond the last row number', () => {
    const rows = input('rows', [5], { type: 'i32', external: true })
    const compiled = build({ main: { outputs: { out: lookup(constantNode([10, 20, 30], [3]), rows) } } })
    const order = compiled.indices(8)
    order.write([2, 0, 1, 1, 2, 2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1])
    compiled.bind('rows', order)
    compiled.run('main')
    expect([...compiled.read('main', 'out')]).toEqual([30, 10, 20, 20, 30])
  })

  it('computes scalars, extents of 1 and nodes without inputs', () => {
    const scalar = input('s', [])
    expect(compute(elementwise(p.mul(p), [scalar]), { s: [3] })).toEqual([9])
    expect(compute(elementwise(constant(2), [], [2, 3]))).toEqual([2, 2, 2, 2, 2, 2])
    expect(compute(contract('ij->', elementwise(constant(2), [], [2, 3])))).toEqual([12])
    expect(compute(contract(',->', scalar, scalar), { s: [4] })).toEqual([16])
    const one = input('one', [1, 1, 1], { batched: true })
    expect(compute(contract('abc->', elementwise(p.add(1), [one])), { one: [5] })).toEqual([6])
    expect(compute(maximum(one, 1), { one: [5] })).toEqual([5])
  })

  it('transposes and multiplies outwards, without a sum', () => {
    const x = input('x', [2, 3])
    expect(compute(contract('ij->ji', x), { x: [1, 2, 3, 4, 5, 6] })).toEqual([1, 4, 2, 5, 3, 6])
    const [a, b] = [input('a', [2]), input('b', [3])]
    expect(compute(contract('i,j->ij', a, b), { a: [2, 3], b: [1, 10, 100] })).toEqual([
      2, 20, 200, 3, 30, 300,
    ])
  })

  it('hands a NaN through a maximum, and −∞ where there is nothing else', () => {
    const x = input('x', [2, 3])
    const rows = [1, Number.NaN, 2, -Infinity, -Infinity, -Infinity]
    expect(compute(maximum(x, 1), { x: rows })).toEqual([Number.NaN, -Infinity])
  })

  it('gives the same bits however often it runs', () => {
    const x = input('x', [8, 5], { batched: true })
    const weight = input('w', [3, 5])
    const node = elementwise(apply('tanh', p), [contract('bi,oi->bo', x, weight)])
    const compiled = build({ main: { outputs: { node } } })
    compiled.write(
      'x',
      Array.from({ length: 40 }, (_, i) => Math.sin(i)),
    )
    compiled.write(
      'w',
      Array.from({ length: 15 }, (_, i) => Math.cos(i)),
    )
    compiled.run('main')
    const first = compiled.read('main', 'node')
    for (let i = 0; i < 3; i++) compiled.run('main')
    expect(compiled.read('main', 'node')).toEqual(first)
  })
})

describe.each(['js', 'wasm'])('tables on %s', (name) => {
  const rows = input('rows', [4], { type: 'i32', batched: true, external: true })
  const picked = lookup(input('table', [0, 3], { external: true }), rows)
  const entry = { outputs: { picked, sums: contract('bi->b', picked) } }
  const numbers = Float32Array.from({ length: 18 }, (_, i) => i)

  it('are read by rows in the order of a permutation, batch by batch, up to an incomplete last one', () => {
    const compiled = compile({ main: entry }, deviceNamed(name))
    const order = compiled.indices(6 + 4)
    order.write([5, 3, 1, 0, 2, 4])
    compiled.bind('table', compiled.table(6, [3], numbers))
    const firsts: number[] = []
    for (let start = 0; start < 6; start += 4) {
      compiled.bind('rows', order, start)
      compiled.run('main')
      const batch = compiled.read('main', 'picked')
      for (let row = 0; row < Math.min(4, 6 - start); row++) firsts.push((batch[row * 3] as number) / 3)
    }
    expect(firsts).toEqual([5, 3, 1, 0, 2, 4])
    expect([...compiled.read('main', 'sums')].slice(0, 2)).toEqual([21, 39])
  })

  it('are written in parts, whatever padding lies between their rows', () => {
    const compiled = compile({ main: entry }, deviceNamed(name))
    const region = compiled.table(6, [3])
    compiled.writeRows(region, 4, [3], numbers.subarray(12))
    compiled.writeRows(region, 0, [3], numbers.subarray(0, 12))
    compiled.bind('table', region)
    const order = compiled.indices(4)
    order.write([0, 3, 4, 5])
    compiled.bind('rows', order)
    compiled.run('main')
    expect([...compiled.read('main', 'picked')]).toEqual([0, 1, 2, 9, 10, 11, 12, 13, 14, 15, 16, 17])
  })

  it('can be exchanged for others between runs, of other lengths too', () => {
    const compiled = compile({ main: entry }, deviceNamed(name))
    const order = compiled.indices(4)
    compiled.bind('rows', order)
    compiled.bind('table', compiled.table(6, [3], numbers))
    compiled.run('main')
    compiled.bind('table', compiled.table(1, [3], [7, 8, 9]))
    compiled.run('main')
    expect([...compiled.read('main', 'picked')]).toEqual([7, 8, 9, 7, 8, 9, 7, 8, 9, 7, 8, 9])
  })

  it('leave scalars where they are when they make memory grow', () => {
    const scale = input('scale', [])
    const loss = elementwise(p.mul(2), [scale])
    const compiled = compile({ main: { outputs: { loss } } }, deviceNamed(name))
    compiled.write('scale', [3])
    compiled.run('main')
    expect(compiled.scalar('main', 'loss')).toBe(6)
    compiled.table(100_000, [4])
    compiled.write('scale', [4])
    compiled.run('main')
    expect(compiled.scalar('main', 'loss')).toBe(8)
  })
})

describe('mistakes in the use of a compiled program', () => {
  const x = input('x', [2, 3])
  const table = input('table', [0, 3], { external: true })
  const rows = input('rows', [4], { type: 'i32', external: true })
  const outputs = { sum: contract('ij->j', x), picked: lookup(table, rows) }
  const compiled = compile({ main: { outputs } }, deviceNamed('js'))

  it('are named: numbers that do not fill an input, a table or a state', () => {
    expect(() => compiled.write('x', [1, 2])).toThrow('expected 6 for [2, 3], got 2')
    const region = compiled.table(2, [3])
    expect(() => compiled.writeRows(region, 0, [3], [1, 2])).toThrow('rows: invalid shape')
    expect(() => compiled.writeRows(region, 1, [3], [1, 2, 3, 4, 5, 6])).toThrow('the numbers do not fit')
    expect(() => compiled.table(2, [3], [1, 2, 3])).toThrow('expected 6 for [2, 3], got 3')
    expect(() => compiled.table(1.5, [3])).toThrow('invalid shape')
    expect(() => compiled.indices(-1)).toThrow('invalid shape')
    const short: State = { name: 'short', shape: [3], data: new Float32Array(2) }
    const broken = { main: { outputs: { y: stateNode(short) } } }
    expect(() => compile(broken, deviceNamed('js'))).toThrow('expected 3 for [3], got 2')
  })

  it('are named: outputs and entries that there are not, and scalars that are none', () => {
    expect(() => compiled.read('main', 'other')).toThrow('no output main.other')
    expect(() => compiled.scalar('main', 'other')).toThrow('no output main.other')
    expect(() => compiled.scalar('main', 'sum')).toThrow('not a scalar — got shape [3]')
    expect(() => compiled.run('other')).toThrow('no entry is called other')
  })

  it('are named: a run before its tables are bound, and too few row numbers', () => {
    expect(() => compiled.run('main')).toThrow('not bound')
    const few = compiled.indices(3)
    expect(() => compiled.bind('rows', few)).toThrow(
      'expected 4 elements from element 0 on, got a region of 3',
    )
  })

  it('are named: a bound input as an output, and one name for two inputs', () => {
    expect(() => compile({ main: { outputs: { table } } }, deviceNamed('js'))).toThrow('input table is bound')
    const other = input('x', [3, 2])
    expect(() => compile({ main: { outputs: { x, other } } }, deviceNamed('js'))).toThrow(
      'input x: two inputs of one name differ — got f32 [2, 3] and f32 [3, 2]',
    )
    const numbers = elementwise(p.mul(2), [input('numbers', [2])])
    const picked = lookup(x, input('numbers', [2], { type: 'i32' }))
    expect(() => compile({ main: { outputs: { numbers, picked } } }, deviceNamed('js'))).toThrow(
      'input numbers: two inputs of one name differ — got f32 [2] and i32 [2]',
    )
  })

  it('do not include numbers for an input that nothing depends on', () => {
    compiled.write('unused', [1, 2, 3])
    expect(() => compiled.bind('unused', compiled.indices(1))).not.toThrow()
  })
})
