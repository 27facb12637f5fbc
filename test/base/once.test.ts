/** What is made once. */

import { expect, test, vi } from 'vitest'
import { once } from '../../src/base/index.ts'

test('a value is made when it is first asked for, and never again, be it undefined', () => {
  const make = vi.fn(() => undefined)
  const get = once(make)
  expect(make).not.toHaveBeenCalled()
  expect([get(), get()]).toEqual([undefined, undefined])
  expect(make).toHaveBeenCalledTimes(1)
})

test('what fails is tried again', () => {
  const make = vi
    .fn(() => 1)
    .mockImplementationOnce(() => {
      throw new Error('not yet')
    })
  const get = once(make)
  expect(get).toThrow('not yet')
  expect(get()).toBe(1)
})
