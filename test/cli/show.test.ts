/** `ogee show`: what it prints, what it writes, and how it takes mistakes. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ogee, temporaryFolder } from './command.ts'

const folder = temporaryFolder()
const show = (...args: readonly string[]) => ogee(folder, 'show', ...args)

describe('ogee show', () => {
  it('explains and draws an activation by any of its names', () => {
    const { stdout, status } = show('nn.GELU')
    expect(status).toBe(0)
    for (const part of ['gelu', 'φ′(x) = Φ(x) + x·φ(x)', '−0.17 at x = −0.7518', '1.534', 'F.gelu', '⠉'])
      expect(stdout).toContain(part)
    expect(stdout).not.toContain('\u001b')
  })

  it('draws several together, with a table below', () => {
    const { stdout } = show('relu', 'leakyRelu', 'elu')
    expect(stdout).toMatch(/── relu {3}── leakyRelu {3}── elu/)
    expect(stdout).toMatch(/^elu +exponential/m)
  })

  it('takes parameters as options', () => {
    const { stdout } = show('elu', '--alpha', '0.2')
    expect(stdout).toContain('elu(alpha=0.2)  exponential')
    expect(stdout).toContain('(−0.2, ∞)')
  })

  it('shows a formula of the user’s own', () => {
    const { stdout } = show('--activation', 'mine=x*sigmoid(1.702*x)')
    expect(stdout).toContain('mine  your own')
    expect(stdout).toContain('1.539, 1.491')
  })

  it('prints code, for PyTorch unless asked otherwise', () => {
    expect(show('silu').stdout).toContain('def silu(x):')
    const { stdout } = show('silu', '--code', 'javascript,wgsl')
    expect(stdout).toContain('function silu(x) {')
    expect(stdout).toContain('fn silu(x: f32) -> f32 {')
    expect(show('silu', '--code', 'none').stdout).not.toContain('def silu')
  })

  it('shows softmax as bars: 0.66, 0.24, 0.10', () => {
    const { stdout } = show('softmax', '--input', '2,1,0.1')
    for (const value of ['0.66', '0.24', '0.10']) expect(stdout).toContain(`${value}  █`)
  })

  it('shows a neuron’s line, shifted by its bias', () => {
    const { stdout } = show('neuron', '--weight', '0.5', '--bias', '-1,0,1')
    expect(stdout).toContain('y = 0.5·x + b')
    expect(stdout).toMatch(/b = −1 {3}── b = 0 {3}── b = 1/)
  })

  it('writes SVG, PNG, a page and JSON', () => {
    const { status } = show(
      'tanh',
      '--svg',
      'a.svg',
      '--png',
      'a.png',
      '--html',
      'a.html',
      '--json',
      'a.json',
    )
    expect(status).toBe(0)
    const read = (name: string) => readFileSync(join(folder, name))
    expect(read('a.svg').toString()).toMatch(/^<svg /)
    expect(read('a.png').subarray(1, 4).toString()).toBe('PNG')
    expect(read('a.html').toString()).toMatch(/<math[\s\S]*<svg|<svg[\s\S]*<math/)
    expect(read('a.html').toString()).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/)
    const { entries } = JSON.parse(read('a.json').toString())
    expect(entries[0].function.properties).toMatchObject({ symmetry: 'odd', kinks: [] })
  })

  it('leaves nothing behind when one of its files cannot be written', () => {
    const { status } = show('tanh', '--svg', 'left.svg', '--json', 'nowhere/left.json')
    expect(status).toBe(1)
    expect(readdirSync(folder).filter((name) => name.startsWith('left'))).toEqual([])
  })

  it('spells what is not finite in JSON', () => {
    const { entries } = JSON.parse(show('relu', '--json', '-').stdout)
    expect(entries[0].function.properties.range).toMatchObject({ low: 0, high: 'Infinity' })
  })
})

describe('mistakes', () => {
  it.each([
    ['a name that is none', ['gelo'], /no activation is called "gelo"\n {2}hint: Did you mean gelu\?/],
    ['nothing', [], /nothing to show[\s\S]*ogee functions/],
    ['a parameter of another function', ['relu', '--alpha', '1'], /--alpha: relu has no such parameter/],
    [
      'a parameter out of range',
      ['elu', '--alpha', '-1'],
      /alpha is out of range — expected a number from 0/,
    ],
    ['a malformed formula', ['--activation', 'x * sigmod(x)'], /sigmod[\s\S]*sigmoid/],
    ['a language that is none', ['relu', '--code', 'cobol'], /no code for cobol; there is for pytorch/],
    ['a window the wrong way round', ['relu', '--x', '3:1'], /lower one first/],
    ['functions of one number with those along an axis', ['relu', 'softmax'], /softmax acts along an axis/],
    ['a neuron among functions', ['neuron', 'relu'], /neuron is shown alone/],
  ])('%s', (_, args, says) => {
    const { stderr, status } = show(...args)
    expect(stderr).toMatch(says)
    expect(stderr).not.toMatch(/\n {4}at /)
    expect([1, 2]).toContain(status)
  })
})
