/** How a document is read as programs and output; the README is only as true as this is. */

import { describe, expect, it } from 'vitest'
import { findCommands, findSnippets, matchesOutput } from './snippets.ts'

const fence = (language: string, ...lines: readonly string[]): string =>
  [`\`\`\`${language}`, ...lines, '```', ''].join('\n')

describe('findSnippets', () => {
  it('takes the text block that follows as the output', () => {
    const found = findSnippets(`${fence('sh', 'echo a')}gives\n${fence('text', 'a')}${fence('json', '{}')}`)
    expect(found).toEqual([{ language: 'sh', line: 1, text: 'echo a', output: 'a' }])
  })

  it('takes `// prints` comments as the output, in order', () => {
    const [found] = findSnippets(fence('ts', 'f(1) // prints 1', 'f(2)', '// prints 2 and more'))
    expect(found?.output).toBe('1\n2 and more')
  })

  it('puts the setup from the comment above before the program', () => {
    const [found] = findSnippets(`<!-- setup\nconst x = 1\n-->\n\n${fence('ts', 'f(x)')}`)
    expect(found).toMatchObject({ text: 'const x = 1\nf(x)', output: undefined })
  })

  it('does not take the setup of an earlier block', () => {
    const [, second] = findSnippets(
      `<!-- setup\nconst x = 1\n-->\n${fence('ts', 'f(x)')}${fence('ts', 'g()')}`,
    )
    expect(second?.text).toBe('g()')
  })
})

describe('findCommands', () => {
  it('leaves out prompts, comments and what installs or tests', () => {
    const text = '# first\n$ npm ci && npx ogee compare a.csv --target b   # a ranking\nnpm ci && npm test\n'
    expect(findCommands(text)).toEqual(['npx ogee compare a.csv --target b'])
  })

  it('joins continued lines', () => {
    expect(findCommands('npx ogee compare a.csv \\\n  --target b')).toEqual([
      'npx ogee compare a.csv    --target b',
    ])
  })
})

describe('matchesOutput', () => {
  it.each([
    ['the same text', 'a  1\nb  2\n', 'a  1\nb  2', true],
    ['another number', 'a  1\nb  2\n', 'a  1\nb  3', false],
    ['a line too many', 'a\nb\nc\n', 'a\nb', false],
    ['anything for …', 'a 0.991 b\n', 'a … b', true],
    ['any lines for … alone', 'a\nb\nc\nd\n', 'a\n…\nd', true],
    ['no other end after …', 'a\nb\nc\n', 'a\n…\nd', false],
    ['another duration', 'done in 1.31 s\n', 'done in 24 s', true],
    ['signs that mean something in patterns', 'p(x) = [1] + 2?\n', 'p(x) = [1] + 2?', true],
    ['a dot that is not one', 'a1b\n', 'a.b', false],
  ])('%s', (_, actual, expected, matches) => {
    expect(matchesOutput(actual, expected)).toBe(matches)
  })
})
