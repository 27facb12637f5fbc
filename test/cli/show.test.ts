/** `ogee show`: what it prints, what it writes, and how it takes mistakes. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ACTIVATIONS } from '../../src/activations/index.ts'
import { ogee, temporaryFolder } from './command.ts'

const folder = temporaryFolder()
const show = (...args: readonly string[]) => ogee(folder, 'show', ...args)

async function shown(...args: readonly string[]): Promise<string> {
  const { stdout, stderr, status } = await show(...args)
  expect([status, stderr]).toEqual([0, ''])
  return stdout
}

describe('ogee show', () => {
  it('explains and draws an activation by any of its names', async () => {
    const text = await shown('nn.GELU')
    for (const part of ['gelu', 'φ′(x) = Φ(x) + x·φ(x)', '−0.17 at x = −0.7518', '1.534', 'F.gelu', '⠉'])
      expect(text).toContain(part)
    expect(text).not.toContain('\u001b')
  })

  it('shows every entry of the catalogue', async () => {
    for (const { name } of ACTIVATIONS)
      expect(await shown(name, '--code', 'none'), name).toMatch(new RegExp(`^${name}  \\w+\n`))
  })

  it('draws several together, with a table below', async () => {
    const text = await shown('relu', 'leakyRelu', 'elu')
    expect(text).toMatch(/── relu {3}── leakyRelu {3}── elu/)
    expect(text).toMatch(/^elu +exponential/m)
  })

  it('takes parameters and settings as options', async () => {
    const text = await shown('elu', '--alpha', '0.2')
    expect(text).toContain('elu(alpha=0.2)  exponential')
    expect(text).toContain('(−0.2, ∞)')
    expect(await shown('glu', '--gate', 'first')).toContain('glu(gate=first)')
    expect(await shown('maxout', '--pieces', '2', '--input', '1,3,2,0')).toMatch(/1 +3\.00[\s\S]*2 +2\.00/)
  })

  it('shows a formula of the user’s own', async () => {
    const text = await shown('--activation', 'mine=x*sigmoid(1.702*x)')
    expect(text).toContain('mine  your own')
    expect(text).toContain('1.539, 1.491')
  })

  it('tells formulas without a name apart, and takes their learned parameters', async () => {
    const text = await shown(
      '--activation',
      'x*x',
      '--activation',
      'beta*x where beta = learned(1)',
      '--beta',
      '3',
    )
    expect(text).toMatch(/── φ1 {3}── φ2\(beta=3\)/)
    expect(text).toMatch(/^φ2\(beta=3\) +your own.* 3 /m)
  })

  it('prints code, for PyTorch unless asked otherwise', async () => {
    expect(await shown('silu')).toContain('def silu(x):')
    const text = await shown('silu', '--code', 'javascript,wgsl')
    expect(text).toContain('function silu(x) {')
    expect(text).toContain('fn silu(x: f32) -> f32 {')
    expect(await shown('silu', '--code', 'none')).not.toContain('def silu')
  })

  it('shows softmax as bars: 0.66, 0.24, 0.10', async () => {
    const text = await shown('softmax', '--input', '2,1,0.1')
    for (const value of ['0.66', '0.24', '0.10']) expect(text).toContain(`${value}  █`)
  })

  it('says once what holds for several names of a framework', async () => {
    const text = await shown('softmax')
    expect(text).toContain('F.softmax, nn.Softmax (its dim has no default worth relying on)')
    expect(text).toContain('softmax; layers.Softmax (also takes a mask)')
  })

  it('shows a neuron’s line, shifted by its bias', async () => {
    const text = await shown('neuron', '--weight', '0.5', '--bias', '-1,0,1')
    expect(text).toContain('y = 0.5·x + b')
    expect(text).toMatch(/b = −1 {3}── b = 0 {3}── b = 1/)
  })

  it('writes SVG, PNG, a page and JSON', async () => {
    await shown('tanh', '--svg', 'a.svg', '--png', 'a.png', '--html', 'a.html', '--json', 'a.json')
    const read = (name: string) => readFileSync(join(folder, name))
    expect(read('a.svg').toString()).toMatch(/^<svg /)
    expect(read('a.png').subarray(1, 4).toString()).toBe('PNG')
    expect(read('a.html').toString()).toMatch(/<math[\s\S]*<svg|<svg[\s\S]*<math/)
    expect(read('a.html').toString()).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/)
    const { entries } = JSON.parse(read('a.json').toString())
    expect(entries[0].function.properties).toMatchObject({ symmetry: 'odd', kinks: [] })
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([])
  })

  it.each(['--svg', '--html', '--json'])(
    'writes %s - to the standard output, and nothing else',
    async (option) => {
      const text = await shown('tanh', option, '-')
      expect(text).toMatch(/^(<svg [\s\S]*<\/svg>\n|<!doctype html>[\s\S]*<\/html>\n|\{[\s\S]*\}\n)$/)
    },
  )

  it('heads a page of one activation once, and lets long formulas scroll', async () => {
    const page = await shown('kanSpline', '--html', '-')
    expect(page.match(/>kanSpline</g)).toEqual(['>kanSpline<', '>kanSpline<', '>kanSpline<'])
    expect(page).toMatch(/<h1>kanSpline<\/h1>[\s\S]*<title>kanSpline<\/title>[\s\S]*<text[^>]*>kanSpline</)
    expect(page.match(/<p class="formula" tabindex="0"><math/g)).toHaveLength(2)
    expect(page).toContain('.formula{max-width:none;overflow-x:auto')
  })

  it('shortens a formula that fills the screen', async () => {
    const text = await shown('kanSpline', '--code', 'none')
    expect(text.slice(0, text.indexOf('│')).split('\n').length).toBeLessThan(30)
    expect(text).toMatch(/… \(\d+ more lines; whole with --json\)/)
    expect(await shown('rrelu', '--code', 'none')).not.toContain('more lines')
  })

  it('leaves nothing behind when one of its files cannot be written', async () => {
    const { status } = await show('tanh', '--svg', 'left.svg', '--json', 'nowhere/left.json')
    expect(status).toBe(1)
    expect(readdirSync(folder).filter((name) => name.startsWith('left'))).toEqual([])
  })

  it('spells what is not finite in JSON', async () => {
    const { entries } = JSON.parse(await shown('relu', '--json', '-'))
    expect(entries[0].function.properties.range).toMatchObject({ low: 0, high: 'Infinity' })
  })
})

describe('mistakes in what to show end with 2:', () => {
  it.each([
    ['a name that is none', ['gelo'], /there is none called "gelo"\n {2}hint: Did you mean gelu\?/],
    ['a framework’s name that is none', ['nn.Hardswih'], /hint: Did you mean hardSwish\?/i],
    ['a name like no other', ['foo'], /there is none called "foo"\n.*`ogee functions`/],
    [
      'a layer',
      ['adaptiveLogSoftmax'],
      /is no activation but a layer[\s\S]*new nn\.AdaptiveLogSoftmaxWithLoss/,
    ],
    ['nothing', [], /^ogee: show: there is nothing to show[\s\S]*ogee functions/],
    ['a parameter of another function', ['relu', '--alpha', '1'], /--alpha: relu has no such parameter/],
    [
      'a parameter out of range',
      ['elu', '--alpha', '-1'],
      /alpha is out of range — expected a number from 0/,
    ],
    ['a parameter far out of range', ['elu', '--alpha', '1e30'], /from 0 to 100, got 1e\+30/],
    ['several values of a parameter', ['elu', '--alpha', '1,2'], /--alpha: one number is needed — got 1,2/],
    ['a setting that is none', ['glu', '--gate', 'third'], /glu gate.* expected second or first, got third/],
    ['a malformed formula', ['--activation', 'x * sigmod(x)'], /sigmod[\s\S]*sigmoid/],
    [
      'a formula that is finite nowhere',
      ['--activation', 'log(-1 - x^2)'],
      /φ: the formula is finite nowhere/,
    ],
    ['a formula of a million characters', ['--activation', 'x+'.repeat(500_000)], /too long/],
    ['a language that is none', ['relu', '--code', 'cobol'], /no code for cobol; there is for pytorch/],
    ['a window the wrong way round', ['relu', '--x', '3:1'], /lower one first/],
    ['a window that overflows', ['relu', '--x=-1e308:1e308'], /up to 1e100/],
    ['functions of one number with those along an axis', ['relu', 'softmax'], /softmax acts along an axis/],
    ['a neuron among functions', ['neuron', 'relu'], /neuron is shown alone/],
    [
      'input for what has none',
      ['relu', '--input', '1,2'],
      /--input: .*relu — expected .*along an axis: ogee show so/,
    ],
    [
      'a weight of no neuron',
      ['relu', '--weight', '2'],
      /--weight: .*relu — expected the neuron: ogee show neuron/,
    ],
    ['a window of bars', ['softmax', '--x', '-1:1'], /--x: .*softmax — expected the neuron, or activations/],
    ['code of several', ['relu', 'elu', '--code', 'jax'], /--code: .*relu and elu — expected one activation/],
    ['code of the neuron', ['neuron', '--code', 'jax'], /--code: .*the neuron — expected one activation/],
    [
      'a parameter of no neuron',
      ['neuron', '--alpha', '1'],
      /--alpha: the neuron has no such.*--weight or --bias/,
    ],
    [
      'one file for two',
      ['relu', '--svg', 'one.svg', '--html', './one.svg'],
      /--html: \.\/one\.svg is also that of --svg/,
    ],
    [
      'the standard output for two',
      ['relu', '--json', '-', '--svg', '-'],
      /the standard output is also that of --/,
    ],
  ])('%s', async (_, args, says) => {
    const { stderr, stdout, status } = await show(...args)
    expect(stderr).toMatch(says)
    expect(stderr).not.toMatch(/\n {4}at |defect/)
    expect([stdout, status]).toEqual(['', 2])
    expect(readdirSync(folder).filter((name) => name.startsWith('one'))).toEqual([])
  })
})
