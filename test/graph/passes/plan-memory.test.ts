/** Memory is shared where lives allow it, and nowhere else. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildProgram, contract, input, type Node } from '../../../src/graph/index.ts'
import { type Life, planMemory } from '../../../src/graph/passes/plan-memory.ts'
import { sizesOf } from '../lives.ts'

const lives: fc.Arbitrary<Life[]> = fc
  .array(fc.record({ size: fc.integer({ min: 1, max: 200 }), from: fc.nat(20), length: fc.nat(8) }))
  .map((all) => all.map(({ size, from, length }, buffer) => ({ buffer, size, from, to: from + length })))

describe('planMemory', () => {
  it('gives no two buffers one place at one time, on cache lines above the base', () => {
    fc.assert(
      fc.property(lives, fc.nat(10), (all, lines) => {
        const base = lines * 16
        const { offsets, size } = planMemory(all, base)
        const at = ({ buffer }: Life) => offsets.get(buffer) as number
        for (const life of all) {
          expect(at(life)).toBeGreaterThanOrEqual(base)
          expect(at(life) % 16).toBe(0)
          expect(at(life) + life.size).toBeLessThanOrEqual(size)
        }
        const clash = all.some((a, i) =>
          all.slice(i + 1).some((b) => {
            const together = a.from <= b.to && b.from <= a.to
            return together && at(a) < at(b) + b.size && at(b) < at(a) + a.size
          }),
        )
        expect(clash).toBe(false)
      }),
      { seed: 40, numRuns: 300 },
    )
  })

  it('needs two places for a chain of any length', () => {
    const chain = Array.from({ length: 50 }, (_, i) => ({ buffer: i, size: 100, from: i, to: i + 1 }))
    expect(planMemory(chain).size).toBe(2 * 112)
  })

  it('fills a gap that an early end leaves', () => {
    const { offsets, size } = planMemory([
      { buffer: 0, size: 64, from: 0, to: 1 },
      { buffer: 1, size: 48, from: 0, to: 9 },
      { buffer: 2, size: 32, from: 2, to: 9 },
      { buffer: 3, size: 32, from: 2, to: 9 },
    ])
    expect(size).toBe(64 + 48)
    expect([offsets.get(2), offsets.get(3)]).toEqual([0, 32])
  })

  it('leaves what is smaller than asked for to itself', () => {
    const chain = Array.from({ length: 9 }, (_, i) => ({ buffer: i, size: i < 4 ? 32 : 64, from: i, to: i }))
    expect(planMemory(chain, 0, 64).size).toBe(4 * 32 + 64)
  })
})

describe('the memory of a program', () => {
  it('is shared by large tensors, and not by small ones', () => {
    const memoryOf = (rows: number, width: number) => {
      let x: Node = input('x', [rows, width], { batched: true })
      for (let i = 0; i < 6; i++) x = contract('bi,oi->bo', x, input(`w${i}`, [width, width]))
      const { program } = buildProgram({ main: { outputs: { x } } })
      return { planned: program.size, summed: sizesOf(program) }
    }
    const [large, small] = [memoryOf(256, 64), memoryOf(8, 16)]
    expect(large.planned).toBeLessThan(large.summed - 2 * 256 * 64)
    expect(small.planned).toBe(small.summed)
  })
})
