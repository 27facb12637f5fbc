/**
 * `npm run check:browser`: trains in pages of Chromium, from the source as it stands, and compares the weights with
 * Node's to the last bit. Where a page may share memory two threads must have worked together; where it may not, or
 * may start none, one must have done it all.
 *
 * It needs Chromium: `chromium`, or what OGEE_CHROMIUM names. Without it the exit code is 1: no check is no success.
 */

import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import { deviceNamed } from '../../src/devices/index.ts'
import { classTraining } from '../devices/training.ts'
import { type Answer, replyOf } from './chromium.ts'
import type { PageReport } from './page.ts'

const ROOT = new URL('../../', import.meta.url)
/** Of a module that is not served or cannot be read, nobody else tells. */
const LOST = "fetch('reply', { method: 'POST', body: JSON.stringify({ trainings: [], problem: 'no page' }) })"
const HTML = `<!doctype html><script type="module" src="/test/browser/page.ts" onerror="${LOST}"></script>`
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
}

const CASES: readonly {
  name: string
  headers: Record<string, string>
  isolated: boolean
  threads: boolean
}[] = [
  { name: 'an isolated page', headers: ISOLATED, isolated: true, threads: true },
  { name: 'a page that is not isolated', headers: {}, isolated: false, threads: false },
  {
    name: 'an isolated page that may start no workers',
    headers: { ...ISOLATED, 'content-security-policy': "worker-src 'none'" },
    isolated: true,
    threads: false,
  },
]

const EPOCHS = 200

const say = (line: string) => process.stdout.write(`${line}\n`)

/** The page, and modules of `src` and `test`, without their types, with the data that they import. */
function answer(path: string): Answer | undefined {
  if (path === '/') return { type: 'text/html', body: HTML }
  const [, kind] = /^\/(?:src|test)\/[\w/.-]+\.(ts|json)$/.exec(path) ?? []
  if (!kind || path.includes('..')) return undefined
  const source = readFileSync(fileURLToPath(new URL(`.${path}`, ROOT)), 'utf8')
  if (kind === 'json') return { type: 'application/json', body: source }
  return { type: 'text/javascript', body: stripTypeScriptTypes(source) }
}

async function weightsInNode(): Promise<string> {
  const training = classTraining(deviceNamed('wasm', { threads: 1 }))
  for (let epoch = 0; epoch < EPOCHS; epoch++) training.epoch(epoch)
  return await training.digest()
}

/** What is wrong with a report, or nothing. */
function complaints({ isolated, threads }: (typeof CASES)[number], report: PageReport, weights: string) {
  const { problem, trainings } = report
  return [
    ...(problem ? [problem] : []),
    ...(report.isolated === isolated ? [] : [`isolated: ${report.isolated}`]),
    ...trainings
      .filter((each) => each.weights !== weights)
      .map((each) => `weights differ on ${each.threads}`),
    ...trainings
      .filter((each) => each.meetings > 0 !== (threads && each.threads > 1))
      .map((each) => `${each.meetings} meetings of ${each.threads} threads`),
  ]
}

async function check(each: (typeof CASES)[number], weights: string): Promise<boolean> {
  const report = (await replyOf({ answer, headers: each.headers })) as PageReport
  const wrong = complaints(each, report, weights)
  const meetings = report.trainings.map((training) => training.meetings).join(' and ')
  say(
    `${each.name}: ${wrong.length > 0 ? `WRONG: ${wrong.join('; ')}` : `same weights, ${meetings} meetings`}`,
  )
  return wrong.length === 0
}

const weights = await weightsInNode()
process.exitCode = 0
try {
  for (const each of CASES) if (!(await check(each, weights))) process.exitCode = 1
} catch (error) {
  say(`NOT CHECKED: ${String(error)}`)
  process.exitCode = 1
}
