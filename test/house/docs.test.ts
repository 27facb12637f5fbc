/** The documents that are made are as they would be made now. */

import { expect, test } from 'vitest'
import { makeDocuments } from '../../docs/make.ts'
import { listFiles, readText } from './documents.ts'

test('the pages of the catalogue are up to date: npm run docs', () => {
  const made = makeDocuments()
  for (const [path, text] of made) expect(readText(`docs/${path}`) === text, path).toBe(true)
  const pictures = listFiles().filter((path) => path.startsWith('docs/activations/'))
  expect(pictures.map((path) => path.replace('docs/', '')).sort()).toEqual(
    [...made.keys()].filter((path) => path.startsWith('activations/')).sort(),
  )
})
