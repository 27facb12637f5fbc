/** Options that go by name, for those who write without a compiler: in a notebook, in JavaScript. */

import { UsageError } from '../base/index.ts'

/** Throws at what is no object: taken apart, a number would be taken for none at all. */
export function checkByName(where: string, options: unknown, example = '{ dim: 1 } or { slope: 0.1 }'): void {
  if (options === undefined || (typeof options === 'object' && options !== null)) return
  throw new UsageError({
    where,
    problem: 'options go by name',
    expected: `an object, such as ${example}`,
    got: `${options}`,
  })
}
