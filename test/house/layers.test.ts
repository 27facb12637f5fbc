/** Who may import whom, types included, as data; and that nobody imports in a circle. */

import { describe, expect, it } from 'vitest'
import { type Import, readSource, readSources, resolveImport, type SourceFile } from './source.ts'

/**
 * The rooms, in order of processing, each with the rooms it may import besides itself. A room within a room
 * (`targets/wasm`) has a row of its own and never sees its siblings; naming `devices` grants what is in it.
 */
const ROOMS: Readonly<Record<string, readonly string[] | 'any'>> = {
  base: [],
  expr: ['base'],
  kernel: ['base', 'expr'],
  targets: ['base', 'expr', 'kernel'],
  'targets/js': ['base', 'expr', 'kernel', 'targets'],
  'targets/wasm': ['base', 'expr', 'kernel', 'targets'],
  'targets/wgsl': ['base', 'expr', 'kernel', 'targets'],
  devices: ['base', 'expr', 'kernel', 'devices/js', 'devices/wasm', 'devices/webgpu'],
  'devices/js': ['base', 'expr', 'kernel', 'devices', 'targets', 'targets/js'],
  'devices/wasm': ['base', 'expr', 'kernel', 'devices', 'targets', 'targets/wasm'],
  'devices/webgpu': ['base', 'expr', 'kernel', 'devices', 'targets', 'targets/wgsl'],
  draw: ['base'],
  graph: ['base', 'expr', 'kernel'],
  compile: ['base', 'expr', 'kernel', 'graph', 'devices'],
  activations: ['base', 'expr', 'kernel', 'devices', 'draw', 'graph', 'compile'],
  theory: ['base', 'expr', 'activations'],
  describe: ['base', 'expr', 'draw', 'activations', 'records'],
  nn: ['base', 'expr', 'activations', 'graph', 'compile', 'devices'],
  keras: ['base', 'expr', 'activations', 'graph', 'compile', 'devices', 'nn'],
  records: ['base'],
  recommend: ['base', 'expr', 'activations', 'theory', 'records'],
  data: ['base', 'records'],
  diagnose: ['base', 'expr', 'records', 'activations', 'theory', 'nn'],
  tune: ['base', 'records'],
  compare: ['base', 'expr', 'activations', 'compile', 'devices', 'nn', 'data', 'records', 'tune'],
  interop: ['base', 'expr', 'activations', 'graph', 'nn'],
  report: ['base', 'draw', 'records'],
  cli: 'any',
  'index.ts': 'any',
}

/** Rooms that run in a browser, a worker or at the edge as they stand: no npm package, no `node:` module. */
const CORE = 'base expr draw activations kernel graph targets devices compile nn keras theory describe'.split(
  ' ',
)

/** Files that load a part of the house only when it is asked for, each with its reason. A device needs none. */
const LAZY: Readonly<Record<string, string>> = {
  'src/cli/run.ts':
    'a command is loaded when it is called: the comparison takes longer to load than help to print',
  'src/report/index.ts': 'a page brings Vega, which takes longer to load than a terminal view takes to make',
}

/** `src/targets/wasm/emit.ts` → `targets/wasm`; `src/devices/js.ts` → `devices/js`; `src/index.ts` → `index.ts`. */
function roomOf(path: string): string {
  const [, room = '', inner = ''] = path.split('/')
  const within = `${room}/${inner.replace(/\.ts$/, '')}`
  return within in ROOMS ? within : room
}

const parentOf = (room: string): string => room.split('/')[0] ?? room

function mayImport(from: string, to: string): boolean {
  const allowed = ROOMS[from]
  if (from === to || allowed === 'any') return true
  if (allowed === undefined) return false
  return (
    allowed.includes(to) ||
    (parentOf(from) !== parentOf(to) && allowed.includes(parentOf(to)) && !isTarget(to))
  )
}

/** A target in particular is named by its own device alone. */
const isTarget = (room: string): boolean => room.startsWith('targets/')

const at = (file: SourceFile, { line, specifier }: Import): string =>
  `${file.path}:${line} imports ${specifier}`

/** The imports that the table forbids, each as `file:line imports specifier`. */
function findTrespasses(file: SourceFile): readonly string[] {
  const from = roomOf(file.path)
  const found: string[] = []
  for (const entry of file.imports) {
    const target = resolveImport(file.path, entry.specifier)
    const isPackage = target === undefined
    if (isPackage && CORE.includes(parentOf(from)))
      found.push(`${at(file, entry)} — ${from} imports no package`)
    if (target && !mayImport(from, roomOf(target)))
      found.push(`${at(file, entry)} — ${from} may not import ${roomOf(target)}`)
    const isLazy = entry.kind === 'dynamic' && target !== undefined && !(file.path in LAZY)
    if (isLazy && parentOf(roomOf(target)) !== 'devices')
      found.push(`${at(file, entry)} — inside a function, and not a device`)
  }
  return found
}

/** The first circle of imports met from each file, as `a → b → a`. Starting a worker is no import. */
function findCycles(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const before = trail.indexOf(path)
    if (before >= 0) return void cycles.push([...trail.slice(before), path].join(' → '))
    if (done.has(path)) return
    for (const { specifier, kind } of byPath.get(path)?.imports ?? []) {
      const target = resolveImport(path, specifier)
      if (target && kind !== 'worker') visit(target, [...trail, path])
    }
    done.add(path)
  }
  for (const { path } of files) visit(path, [])
  return cycles
}

const sources = readSources('src')

describe('the rooms', () => {
  it('have a row in the table each', () => {
    const rooms = new Set(sources.map(({ path }) => path.split('/')[1] ?? ''))
    expect([...rooms].filter((room) => !(room in ROOMS))).toEqual([])
  })

  it('import only what the table grants', () => {
    expect(sources.flatMap(findTrespasses)).toEqual([])
  })

  it('import nothing in a circle, not even types', () => {
    expect(findCycles(sources)).toEqual([])
  })
})

describe('the check itself', () => {
  const forbidden: readonly (readonly [path: string, text: string, complaint: string])[] = [
    [
      'src/graph/ops.ts',
      "import type { A } from '../targets/wasm/emit.ts'",
      'graph may not import targets/wasm',
    ],
    ['src/base/shape.ts', "export * from '../expr/expr.ts'", 'base may not import expr'],
    [
      'src/targets/js/emit.ts',
      "import { a } from '../wasm/emit.ts'",
      'targets/js may not import targets/wasm',
    ],
    [
      'src/devices/js.ts',
      "import { a } from '../targets/wasm/emit.ts'",
      'devices/js may not import targets/wasm',
    ],
    ['src/nn/linear.ts', "type A = import('../data/table.ts').Table", 'nn may not import data'],
    ['src/nn/linear.ts', "import { readFileSync } from 'node:fs'", 'nn imports no package'],
    ['src/report/other.ts', "const f = () => import('./charts.ts')", 'inside a function, and not a device'],
    ['src/data/pool.ts', "new Worker(new URL('../nn/worker.ts', import.meta.url))", 'data may not import nn'],
  ]
  it.each(forbidden)('finds a trespass in %s: %s', (path, text, complaint) => {
    expect(findTrespasses(readSource(path, text))).toEqual([expect.stringContaining(complaint)])
  })

  const allowed: readonly (readonly [path: string, text: string])[] = [
    ['src/activations/evaluate.ts', "const f = () => import('../devices/wasm.ts')"],
    ['src/devices/wasm.ts', "import { emit } from '../targets/wasm/emit.ts'"],
    ['src/data/read.ts', "import { DuckDBInstance } from '@duckdb/node-api'"],
    ['src/cli/main.ts', "import { compare } from '../compare/index.ts'"],
  ]
  it.each(allowed)('lets pass in %s: %s', (path, text) => {
    expect(findTrespasses(readSource(path, text))).toEqual([])
  })

  it('finds a circle of three files, one side of it a type', () => {
    const circle = [
      readSource('src/base/a.ts', "import { b } from './b.ts'"),
      readSource('src/base/b.ts', "export { c } from './c.ts'"),
      readSource('src/base/c.ts', "import type { A } from './a.ts'"),
    ]
    expect(findCycles(circle)).toEqual(['src/base/a.ts → src/base/b.ts → src/base/c.ts → src/base/a.ts'])
  })
})
