/** What the repository holds, as git sees it, and Markdown documents taken apart as far as the tests need it. */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { ROOT } from './source.ts'

/** Every file that is, or on the next commit could be, part of the repository. */
export function listFiles(): readonly string[] {
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate']
  const deleted = new Set(git(['ls-files', '--deleted']))
  return git(listed).filter((path) => !deleted.has(path))
}

function git(command: readonly string[]): readonly string[] {
  const text = execFileSync('git', command, { cwd: ROOT, encoding: 'utf8' })
  return text.split('\n').filter(Boolean)
}

export function readText(path: string): string {
  return readFileSync(`${ROOT}/${path}`, 'utf8')
}

/** A fenced block: its language and its text, and the line of its opening fence. */
export interface Fence {
  readonly language: string
  readonly text: string
  readonly line: number
}

/** The fenced blocks of a document, in order. */
export function findFences(markdown: string): readonly Fence[] {
  const fences: Fence[] = []
  let open: { language: string; line: number; lines: string[] } | undefined
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^```(\S*)/.exec(line)
    if (!fence) open?.lines.push(line)
    else if (!open) open = { language: fence[1] ?? '', line: index + 1, lines: [] }
    else {
      fences.push({ language: open.language, line: open.line, text: open.lines.join('\n') })
      open = undefined
    }
  }
  return fences
}

/** The document without its fenced blocks and code spans: prose, headings, links. Lines keep their numbers. */
export function proseOf(markdown: string): string {
  const withoutFences = markdown.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ''))
  return withoutFences.replace(/`[^`\n]*`/g, (span) => ' '.repeat(span.length))
}
