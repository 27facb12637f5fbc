/** `npm ci` is the first thing that anybody types here, so the lock file must be one that it accepts. */

import { expect, it } from 'vitest'
import { findMissing } from '../../.ci/lock.ts'
import { readText } from './documents.ts'

it('package-lock.json names the packages for every platform (else: npm run lock)', () => {
  expect([...findMissing(JSON.parse(readText('package-lock.json'))).keys()]).toEqual([])
})

it('a package that is missing for another platform is described by its name', () => {
  const owner = { version: '1.0.0', dev: true, optionalDependencies: { '@a/b-linux-arm64-musl': '1.0.0' } }
  expect([...findMissing({ packages: { 'node_modules/a': owner } })]).toEqual([
    [
      'node_modules/@a/b-linux-arm64-musl',
      { version: '1.0.0', cpu: ['arm64'], dev: true, libc: ['musl'], optional: true, os: ['linux'] },
    ],
  ])
})

it('a package that lies within its owner, or above it, is not missing', () => {
  const owner = { version: '1.0.0', optionalDependencies: { 'b-linux-x64': '1.0.0' } }
  const inner = { 'node_modules/a': owner, 'node_modules/a/node_modules/b-linux-x64': { version: '1.0.0' } }
  const outer = { 'node_modules/c/node_modules/a': owner, 'node_modules/b-linux-x64': { version: '1.0.0' } }
  expect(findMissing({ packages: inner }).size + findMissing({ packages: outer }).size).toBe(0)
})
