/** Where a document points to, there is something: files and headings of links, and paths in code spans. */

import { posix } from 'node:path'
import { expect, it } from 'vitest'
import { listFiles, proseOf, readText } from './documents.ts'

const files = listFiles()

/** A heading's anchor, by GitHub's rule: lower case, spaces to hyphens, punctuation dropped. */
function anchorOf(heading: string): string {
  const words = heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
  return words.replaceAll(/\s/g, '-')
}

function findAnchors(markdown: string): readonly string[] {
  const withoutFences = markdown.replace(/^```[\s\S]*?^```/gm, '')
  return [...withoutFences.matchAll(/^#+\s+(.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
}

/** Links that lead nowhere, as `target`. */
function findDeadLinks(path: string, markdown: string): readonly string[] {
  const inline = proseOf(markdown).matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)
  const html = proseOf(markdown).matchAll(/(?:src|href|srcset)="([^"\s]+)"/g)
  return [...inline, ...html]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [file = '', anchor] = target.split('#')
      const full =
        file === '' ? path : posix.normalize(posix.join(posix.dirname(path), file)).replace(/\/$/, '')
      const exists = file === '' || names(full)
      if (!exists || anchor === undefined || !full.endsWith('.md')) return !exists
      return !findAnchors(file === '' ? markdown : readText(full)).includes(anchor)
    })
}

/** Paths of the repository that stand in code spans, `src/base/` for instance, and name nothing. */
function findLostPaths(markdown: string): readonly string[] {
  const spans = markdown
    .replace(/^```[\s\S]*?^```/gm, '')
    .matchAll(/`((?:src|test|bench|bin|\.ci)\/[\w./-]*)`/g)
  return [...spans].map(([, path = '']) => path).filter((path) => !names(path.replace(/\/$/, '')))
}

/** Whether the path is a file or a folder of the repository. */
function names(path: string): boolean {
  return files.includes(path) || files.some((other) => other.startsWith(`${path}/`))
}

const documents = files.filter((path) => path.endsWith('.md'))

it.each(documents)('%s: every path in a code span names something', (path) => {
  expect(findLostPaths(readText(path))).toEqual([])
})

it.each(documents)('%s: every relative link leads somewhere', (path) => {
  expect(findDeadLinks(path, readText(path))).toEqual([])
})

it('the check finds a missing file and a missing heading, and lets good links pass', () => {
  const text =
    '# A title, twice\n[a](nowhere.md) [b](#gone) [c](#a-title-twice) [d](src/base/shape.ts) [e](src)'
  expect(findDeadLinks('README.md', text)).toEqual(['nowhere.md', '#gone'])
})

it('the check finds a path in a code span that names nothing', () => {
  const text = '`src/base/shape.ts` `src/base/` `src/nowhere.ts` `test/nowhere/` `npm test`'
  expect(findLostPaths(text)).toEqual(['src/nowhere.ts', 'test/nowhere/'])
})
