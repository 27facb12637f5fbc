/** A process that works through the keys it is given and says which it has recorded. For the tests of Study. */

import { setTimeout } from 'node:timers/promises'
import { openStudy, trialOf } from './example-study.ts'

const [directory = '', pause = '0', ...keys] = process.argv.slice(2)
const study = openStudy(directory)
for (const key of keys) {
  if (study.finished().has(key)) continue
  study.record(trialOf(key), { train: [1, 0.5] })
  process.stdout.write(`${key}\n`)
  await setTimeout(Number(pause))
}
