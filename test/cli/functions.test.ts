/** `ogee functions`: the table, its filters, and how it takes mistakes. */

import { afterEach, describe, expect, it, vi } from 'vitest'
import { ACTIVATIONS, entriesIn, FAMILIES } from '../../src/activations/index.ts'
import { ogee, temporaryFolder } from './command.ts'

const folder = temporaryFolder()
const functions = (...args: readonly string[]) => ogee(folder, 'functions', ...args)

async function listed(...args: readonly string[]): Promise<string> {
  const { stdout, stderr, status } = await functions('--no-cost', ...args)
  expect([status, stderr]).toEqual([0, ''])
  return stdout
}

async function names(...args: readonly string[]): Promise<string[]> {
  const { functions: all } = JSON.parse(await listed('--json', '-', ...args))
  return all.map(({ name }: { name: string }) => name)
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('ogee functions', () => {
  it('lists the whole catalogue, with what each costs here', async () => {
    const { functions: all } = JSON.parse((await functions('--json', '-')).stdout)
    expect(all.map(({ name }: { name: string }) => name)).toEqual(ACTIVATIONS.map(({ name }) => name))
    const costs = new Map(all.map(({ name, cost }: { name: string; cost: number }) => [name, cost]))
    expect(costs.get('relu')).toBe(1)
    expect(costs.get('mish')).toBeGreaterThan(1)
    expect(costs.get('softmax')).toBeNull()
  })

  it('filters by what is derived from the formulas', async () => {
    expect(await names('--bounded', '--centred')).toEqual(
      expect.arrayContaining(['tanh', 'hardTanh', 'softsign']),
    )
    expect(await names('--smooth')).not.toContain('relu')
    expect(await names('--learned')).toContain('prelu')
    expect(await names('--family', 'gated')).toContain('gelu')
  })

  it('lists what a framework has, by that framework’s names and defaults', async () => {
    expect(await names('--in', 'keras')).toEqual(entriesIn('keras').map(({ name }) => name))
    expect(await listed('--in', 'keras')).toMatch(/leakyRelu.*slope 0\.[23]/)
  })

  it('fits the terminal, or what COLUMNS says of it', async () => {
    const widest = (text: string) => Math.max(...text.split('\n').map((line) => [...line].length))
    vi.stubEnv('COLUMNS', undefined)
    expect(widest(await listed())).toBeLessThanOrEqual(80)
    vi.stubEnv('COLUMNS', '60')
    expect(widest(await listed())).toBeLessThanOrEqual(60)
    vi.stubEnv('COLUMNS', '140')
    expect(widest(await listed())).toBeGreaterThan(80)
  })

  it('counts what is listed, also where it is one, or nothing', async () => {
    expect(await listed('--family', 'sampling')).toMatch(/\n1 activation\n$/)
    expect(await listed('--family', 'gating')).toMatch(/\n\d activations\n$/)
    expect(await listed('--bounded', '--learned', '--family', 'rectified')).toMatch(
      /No activation passes all/,
    )
  })

  it.each([
    ['--family', 'gatd', 'gated'],
    ['--in', 'pytroch', 'pytorch'],
  ])('suggests the nearest word for %s, and ends with 2', async (option, word, meant) => {
    const { stderr, status } = await functions(option, word)
    expect(stderr).toContain(`Did you mean ${meant}?`)
    expect(status).toBe(2)
  })

  it('says which families there are where none is near, and ends with 2', async () => {
    const { stderr, status } = await functions('--family', 'foo')
    expect(stderr).toBe(`ogee: --family: there is no family "foo" — expected one of ${FAMILIES.join(', ')}\n`)
    expect(status).toBe(2)
  })
})
