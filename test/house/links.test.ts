/** Every relative link in a document leads to a file that exists, and to a heading that it has. */

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
      const exists =
        file === '' || files.includes(full) || files.some((other) => other.startsWith(`${full}/`))
      if (!exists || anchor === undefined || !full.endsWith('.md')) return !exists
      return !findAnchors(file === '' ? markdown : readText(full)).includes(anchor)
    })
}

it.each(files.filter((path) => path.endsWith('.md')))('%s: every relative link leads somewhere', (path) => {
  expect(findDeadLinks(path, readText(path))).toEqual([])
})

it('the check finds a missing file and a missing heading, and lets good links pass', () => {
  const text =
    '# A title, twice\n[a](nowhere.md) [b](#gone) [c](#a-title-twice) [d](src/base/shape.ts) [e](src)'
  expect(findDeadLinks('README.md', text)).toEqual(['nowhere.md', '#gone'])
})
