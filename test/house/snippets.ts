/**
 * The snippets of a document as programs with expected output.
 *
 * A `ts` block runs as a module in the root of the repository, after what stands in a comment
 * `<!-- setup … -->` right above it. A `sh` block runs line by line. What a snippet should print is said by
 * `// prints …` in the block, in order, or by a `text` block that follows it, before any other block. In
 * expected lines `…` stands for anything, alone on its line for any number of lines; durations are not compared.
 */

import { findFences } from './documents.ts'

export interface Snippet {
  readonly language: 'ts' | 'sh'
  readonly line: number
  readonly text: string
  /** Undefined where the document does not say what is printed. */
  readonly output: string | undefined
}

export function findSnippets(markdown: string): readonly Snippet[] {
  const fences = findFences(markdown)
  const lines = markdown.split('\n')
  return fences.flatMap(({ language, line, text }, i): readonly Snippet[] => {
    if (language !== 'ts' && language !== 'sh') return []
    const above = lines.slice(0, line - 1).join('\n')
    const setup = /<!-- setup\n((?:(?!-->)[\s\S])*)-->\s*$/.exec(above)?.[1] ?? ''
    const prints = [...text.matchAll(/\/\/ prints (.*)$/gm)].map(([, printed]) => printed)
    const next = fences[i + 1]
    const output = prints.length > 0 ? prints.join('\n') : next?.language === 'text' ? next.text : undefined
    return [{ language, line, text: setup + text, output }]
  })
}

/** What a reader does once and a test must not do again: it would install or test within a test. */
const NOT_RUN = /^(npm (ci|test|install|run)\b|git clone\b|cd\b|\.ci\/run)/

/** The commands of a `sh` block that a test can run: comments, prompts and installation left out. */
export function findCommands(text: string): readonly string[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) =>
      line
        .replace(/^\$ /, '')
        .replace(/(^|\s)#.*$/, '')
        .trim(),
    )
    .flatMap((line) => {
      const steps = line.split(' && ').filter((step) => step !== '' && !NOT_RUN.test(step))
      return steps.length > 0 ? [steps.join(' && ')] : []
    })
}

const DURATION = / *\d+(?:\.\d+)? ?(?:µs|ms|s|min|h)(?![\wµ])/g

/** Whether `actual` is what `expected` says, line by line. */
export function matchesOutput(actual: string, expected: string): boolean {
  const pattern = trimLines(expected)
    .map((line) => (line.trim() === '…' ? '(?:.*\n)*?' : `${linePattern(line)}\n`))
    .join('')
  const text = `${trimLines(actual).join('\n')}\n`
  return new RegExp(`^${pattern}$`).test(text.replace(DURATION, '⏱'))
}

function linePattern(line: string): string {
  return line.replace(DURATION, '⏱').split('…').map(escapePattern).join('.*')
}

function trimLines(text: string): readonly string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.trimEnd())
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
