/** The starter, tried in a package of its own whose command line only says how it was started. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../house/source.ts'

const MAIN = `
const [what, argument]: string[] = process.argv.slice(2)
if (what === 'say') process.stdout.write(JSON.stringify({ version: process.version, args: process.argv.slice(2) }))
if (what === 'echo') process.stdin.pipe(process.stdout)
if (what === 'exit') process.exitCode = Number(argument)
if (what === 'die') process.kill(process.pid, 'SIGKILL')
if (what === 'wait') {
  let interrupts = 0
  process.on('SIGINT', () => process.stderr.write(\`interrupt \${++interrupts}\\n\`))
  process.on('SIGTERM', () => process.exit(10 + interrupts))
  setInterval(() => {}, 1000)
  process.stderr.write('ready\\n')
}
`

let folder = ''
let bare = ''

beforeAll(() => {
  folder = makePackage()
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  bare = makePackage()
})

afterAll(() => {
  for (const made of [folder, bare]) rmSync(made, { recursive: true })
})

function makePackage(): string {
  const made = mkdtempSync(join(tmpdir(), 'ogee-'))
  mkdirSync(join(made, 'src/cli'), { recursive: true })
  cpSync(join(ROOT, 'bin'), join(made, 'bin'), { recursive: true })
  writeFileSync(join(made, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(made, 'src/cli/main.ts'), MAIN)
  return made
}

/** The first Node on the path that cannot run TypeScript, if this machine has one. */
function findOlderNode(): string | undefined {
  const places = (process.env.PATH ?? '').split(delimiter).map((place) => join(place, 'node'))
  return places.filter(existsSync).find((path) => {
    const [major = 0, minor = 0] = execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' })
      .split('.')
      .map(Number)
    return major < 22 || (major === 22 && minor < 18)
  })
}

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

async function finish(child: ChildProcess): Promise<Ended> {
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on('close', (code, signal) => resolve([code, signal]))
  })
  const [out, err] = await Promise.all(
    [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : '')),
  )
  const [code, signal] = await ended
  return { code, signal, out: out ?? '', err: err ?? '' }
}

const older = findOlderNode()
const nodes = [
  { name: 'the Node of the repository', node: process.execPath },
  ...(older ? [{ name: 'an older Node', node: older }] : []),
]

describe.each(nodes)('started by $name', ({ node }) => {
  const start = (...args: readonly string[]): ChildProcess =>
    spawn(node, [join(folder, 'bin/ogee.js'), ...args])

  it('runs the command line on a Node that runs TypeScript, with its arguments', async () => {
    const { out, err } = await finish(start('say', '--target', 'a b'))
    expect({ ...JSON.parse(out), err }).toEqual({
      version: process.version,
      args: ['say', '--target', 'a b'],
      err: '',
    })
  })

  it('hands on standard input', async () => {
    const child = start('echo')
    child.stdin?.end('a,b\n1,2\n')
    expect((await finish(child)).out).toBe('a,b\n1,2\n')
  })

  it('ends with the exit code of the command line', async () => {
    expect(await finish(start('exit', '2'))).toMatchObject({ code: 2, signal: null })
  })

  it('ends by the signal that ended the command line', async () => {
    expect(await finish(start('die'))).toMatchObject({ code: null, signal: 'SIGKILL' })
  })

  it('hands on one interrupt as one interrupt, and a termination', async () => {
    const child = start('wait')
    child.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('ready')) child.kill('SIGINT')
      if (chunk.toString().includes('interrupt')) child.kill('SIGTERM')
    })
    expect(await finish(child)).toMatchObject({ code: 11, err: 'ready\ninterrupt 1\n' })
  })
})

it.skipIf(!older)('says in one line that it needs a newer Node where it finds none', async () => {
  const { code, err } = await finish(spawn(older ?? '', [join(bare, 'bin/ogee.js')]))
  expect(err).toMatch(/^ogee: needs Node\.js 22\.18 or newer, this is v\d+\.\d+\.\d+; .*\n$/)
  expect(code).toBe(1)
})

it('the tests run on the Node that the repository brings', () => {
  expect(process.execPath.startsWith(join(ROOT, 'node_modules'))).toBe(true)
})
