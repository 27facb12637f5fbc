/** Oracles: the examples of LEB128 in the DWARF standard (7.6), and the host's own validation. */

import { describe, expect, it } from 'vitest'
import { type Code, encode, listing } from '../../../src/targets/wasm/code/assembler.ts'
import { Bytes, pushSigned } from '../../../src/targets/wasm/code/bytes.ts'
import { detectFeatures } from '../../../src/targets/wasm/code/features.ts'
import { Locals } from '../../../src/targets/wasm/code/locals.ts'
import { assemble, encodeFunction } from '../../../src/targets/wasm/code/module.ts'
import { OPCODES, type Opcode } from '../../../src/targets/wasm/code/opcodes.ts'
import { Pool } from '../../../src/targets/wasm/code/pool.ts'

const bytesOf = (write: (bytes: Bytes) => void): number[] => {
  const bytes = new Bytes()
  write(bytes)
  return [...bytes.finish()]
}

const signed = (value: number): number[] => {
  const bytes: number[] = []
  pushSigned(value, bytes)
  return bytes
}

describe('bytes', () => {
  it.each([
    [2, [0x02]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [12857, [0xb9, 0x64]],
    [624485, [0xe5, 0x8e, 0x26]],
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('write %i unsigned', (value, expected) => {
    expect(bytesOf((bytes) => bytes.unsigned(value))).toEqual(expected)
  })

  it.each([
    [2, [0x02]],
    [-2, [0x7e]],
    [127, [0xff, 0x00]],
    [-127, [0x81, 0x7f]],
    [128, [0x80, 0x01]],
    [-128, [0x80, 0x7f]],
    [-123456, [0xc0, 0xbb, 0x78]],
    [2 ** 31 - 1, [0xff, 0xff, 0xff, 0xff, 0x07]],
  ])('write %i signed', (value, expected) => {
    expect(signed(value)).toEqual(expected)
  })

  it('write an address above 2³¹ as the 32-bit number with the same bits', () => {
    expect(signed(2 ** 32 - 64)).toEqual(signed(-64))
  })

  it('put a length before what is sized, however long it grows', () => {
    const long = Array.from({ length: 1000 }, (_, i) => i % 256)
    expect(bytesOf((bytes) => bytes.sized((inner) => inner.append(long)))).toEqual([0xe8, 0x07, ...long])
  })
})

describe('the assembler', () => {
  it('writes nested code as if it were flat, with the end of its body', () => {
    const nested: Code = [[['local.get', 1], [[['local.get', 300]]]], [['f32.add']]]
    expect(bytesOf((bytes) => encode(nested, bytes))).toEqual([0x20, 1, 0x20, 0xac, 0x02, 0x92, 0x0b])
  })

  it('lists one instruction a line, blocks indented', () => {
    const code: Code = [['loop'], ['local.get', 0], ['if'], ['br', 1], ['end'], ['end']]
    expect(listing(code)).toBe('loop\n  local.get 0\n  if\n    br 1\n  end\nend')
  })

  it('spells every instruction as the host knows it, and no two alike', () => {
    const opcodes = Object.keys(OPCODES) as Opcode[]
    expect(new Set(opcodes.map((opcode) => OPCODES[opcode].bytes.join())).size).toBe(opcodes.length)
    expect(opcodes.filter((opcode) => !validates(opcode))).toEqual([])
  })
})

/** What an instruction takes from the stack, and what it leaves there; blocks are tried as a whole. */
function signatureOf(opcode: Opcode): { takes: string[]; leaves: string[] } | undefined {
  const [type = '', ...rest] = opcode.split('.')
  const name = rest.join('.')
  const own = /^(f32x4|f64x2|i8x16|i32x4|i64x2|v128)$/.test(type) ? 'v128' : type
  const bitsOf: Record<string, string> = { f32: 'i32', f64: 'i64', i32: 'f32', i64: 'f64' }
  if (/^local|^(unreachable|loop|if|end|br|return|call|drop|select)$/.test(opcode)) return undefined
  if (name === 'const') return { takes: [], leaves: [own] }
  if (/^(promote|demote)/.test(name)) return { takes: [own === 'v128' ? own : name.slice(-3)], leaves: [own] }
  if (type === 'memory')
    return { takes: ['i32', 'i32', ...(/wait/.test(name) ? ['i64'] : [])], leaves: ['i32'] }
  if (/^(atomic\.)?(load|eqz)$/.test(name) && own === 'i32') return { takes: ['i32'], leaves: ['i32'] }
  if (name === 'atomic.store') return { takes: ['i32', 'i32'], leaves: [] }
  if (/^load(32_splat)?$/.test(name)) return { takes: ['i32'], leaves: [own] }
  if (name === 'load32_lane') return { takes: ['i32', 'v128'], leaves: ['v128'] }
  if (/^store/.test(name)) return { takes: ['i32', own], leaves: [] }
  if (name === 'splat') return { takes: ['f32'], leaves: ['v128'] }
  if (name === 'extract_lane') return { takes: ['v128'], leaves: ['f32'] }
  if (name === 'bitselect' || name.startsWith('relaxed'))
    return { takes: ['v128', 'v128', 'v128'], leaves: ['v128'] }
  if (/^(reinterpret|trunc_sat)/.test(name)) return { takes: [bitsOf[own] ?? ''], leaves: [own] }
  if (name === 'any_true') return { takes: [own], leaves: ['i32'] }
  if (/^(abs|neg|floor|nearest|sqrt)$/.test(name)) return { takes: [own], leaves: [own] }
  if (own === 'v128' && /^sh[lr]/.test(name)) return { takes: ['v128', 'i32'], leaves: ['v128'] }
  const leaves = own !== 'v128' && /^(eq|lt|le)$/.test(name) ? 'i32' : own
  return { takes: [own, own], leaves: [leaves] }
}

/** Whether the host accepts a function with this instruction, fed from locals of the right types. */
function validates(opcode: Opcode): boolean {
  const signature = signatureOf(opcode)
  if (!signature) return true
  const types = ['i32', 'i64', 'f32', 'f64', 'v128'] as const
  const local = (type: string) => (types as readonly string[]).indexOf(type)
  const code: Code = [
    ...signature.takes.map((type) => ['local.get', local(type)] as const),
    [opcode, ...Array<number>(16).fill(0)],
    ...signature.leaves.map((type) => ['local.set', local(type)] as const),
  ]
  const functions = [encodeFunction({ locals: types, code })]
  const data = { offset: 0, bytes: new Uint8Array(0) }
  return WebAssembly.validate(assemble({ functions, memory: { size: 1, shared: false }, data }))
}

describe('modules', () => {
  it('export functions and a memory that holds their data', () => {
    const code: Code = [
      ['i32.const', 8],
      ['local.get', 0],
      ['f32.load', 4],
      ['f32.store', 0],
    ]
    const bytes = assemble({
      functions: [encodeFunction({ parameters: 1, locals: ['i32', 'i32', 'v128'], code, exported: 'run' })],
      memory: { size: 70_000, shared: false },
      data: { offset: 65_600, bytes: new Uint8Array(Float32Array.of(1.5, 2.5).buffer) },
    })
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes))
    const memory = new Float32Array((exports.memory as WebAssembly.Memory).buffer)
    ;(exports.run as (address: number) => void)(65_600)
    expect(memory.byteLength).toBe(2 * 65_536)
    expect([memory[2], memory[16_400]]).toEqual([2.5, 1.5])
  })

  it('find both kinds of SIMD in this version of Node', () => {
    expect(detectFeatures()).toEqual({ simd: true, relaxed: true })
  })
})

describe('the pool', () => {
  it('keeps each constant once, told by its bits, four times side by side', () => {
    const pool = new Pool(64)
    const codes = [1.5, -0, 0, 1.5].map((value) => pool.float(value, 4))
    expect(codes.map((code) => code[1])).toEqual([64, 80, 96, 64].map((at) => ['v128.load', at]))
    expect(pool.end).toBe(64 + 3 * 16)
    expect([...new Float32Array(pool.bytes.slice().buffer)]).toEqual([
      ...Array(4).fill(1.5),
      ...Array(4).fill(-0),
      ...Array(4).fill(0),
    ])
  })
})

describe('the pool of float64', () => {
  it('keeps each constant twice side by side, apart from float32 ones', () => {
    const pool = new Pool(64)
    const codes = [pool.float(1, 2, true), pool.float(1, 4), pool.float(1, 1, true), pool.bits(1, 1, true)]
    expect(codes.map((code) => code[1])).toEqual([
      ['v128.load', 64],
      ['v128.load', 80],
      ['f64.load', 64],
      ['i64.load', 64],
    ])
    expect([...new Float64Array(pool.bytes.slice(0, 16).buffer)]).toEqual([1, 1])
  })
})

describe('locals', () => {
  it('are used again once released, by type, and never while taken', () => {
    const locals = new Locals()
    const own = locals.declare('v128')
    const first = [locals.temporary('v128'), locals.temporary('f32'), locals.temporary('v128')]
    locals.releaseTemporaries()
    const second = [locals.temporary('v128'), locals.temporary('v128'), locals.temporary('v128')]
    expect(new Set([own, ...first]).size).toBe(4)
    expect(second.slice(0, 2)).toEqual([first[0], first[2]])
    expect([own, ...first]).not.toContain(second[2])
    expect(locals.types[second[2] ?? 0]).toBe('v128')
  })
})
