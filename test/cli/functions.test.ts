/** `ogee functions`: the table, its filters, and how it takes mistakes. */

import { describe, expect, it } from 'vitest'
import { ACTIVATIONS, entriesIn } from '../../src/activations/index.ts'
import { ogee, temporaryFolder } from './command.ts'

const folder = temporaryFolder()
const functions = (...args: readonly string[]) => ogee(folder, 'functions', ...args)

function names(...args: readonly string[]): string[] {
  const { functions: listed } = JSON.parse(functions('--no-cost', '--json', '-', ...args).stdout)
  return listed.map(({ name }: { name: string }) => name)
}

describe('ogee functions', () => {
  it('lists the whole catalogue, with what each costs here', () => {
    const { functions: listed } = JSON.parse(functions('--json', '-').stdout)
    expect(listed.map(({ name }: { name: string }) => name)).toEqual(ACTIVATIONS.map(({ name }) => name))
    const costs = new Map(listed.map(({ name, cost }: { name: string; cost: number }) => [name, cost]))
    expect(costs.get('relu')).toBe(1)
    expect(costs.get('mish')).toBeGreaterThan(1)
    expect(costs.get('softmax')).toBeNull()
  })

  it('filters by what is derived from the formulas', () => {
    expect(names('--bounded', '--centred')).toEqual(expect.arrayContaining(['tanh', 'hardTanh', 'softsign']))
    expect(names('--smooth')).not.toContain('relu')
    expect(names('--learned')).toContain('prelu')
    expect(names('--family', 'gated')).toContain('gelu')
  })

  it('lists what a framework has, by that framework’s names and defaults', () => {
    expect(names('--in', 'keras')).toEqual(entriesIn('keras').map(({ name }) => name))
    expect(functions('--in', 'keras', '--no-cost').stdout).toMatch(/leakyRelu.*slope 0\.[23]/)
  })

  it('fits the terminal', () => {
    for (const line of functions('--no-cost').stdout.split('\n'))
      expect([...line].length).toBeLessThanOrEqual(80)
  })

  it('says so when nothing is left', () => {
    expect(functions('--bounded', '--learned', '--family', 'rectified', '--no-cost').stdout).toMatch(
      /No activation/,
    )
  })

  it.each([
    ['--family', 'gatd', 'gated'],
    ['--in', 'pytroch', 'pytorch'],
  ])('suggests the nearest word for %s', (option, word, meant) => {
    const { stderr, status } = functions(option, word)
    expect(stderr).toContain(`Did you mean ${meant}?`)
    expect(status).toBe(2)
  })
})
