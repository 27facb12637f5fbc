/**
 * Reads the sources as the house tests see them: what each file imports, how long its functions are, where
 * it says `any`. It parses; it judges nothing.
 */

import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

/** The repository, as a path that ends without a slash. */
export const ROOT = new URL('../..', import.meta.url).pathname.replace(/\/$/, '')

export interface Import {
  /** As written: `../base/shape.ts`, `node:fs`, `zod`. */
  readonly specifier: string
  readonly line: number
  /** Of a type alone, of values, within a function, or a file that is started as a worker. */
  readonly kind: 'type' | 'value' | 'dynamic' | 'worker'
}

interface SourceFunction {
  readonly name: string
  readonly line: number
  /** Physical lines from its first to its last, nested functions and comments included. */
  readonly lines: number
}

/** A look at the world outside: `console.log`, `process.env`. */
interface HostUse {
  readonly name: string
  readonly line: number
}

export interface SourceFile {
  /** From the root of the repository: `src/base/shape.ts`. */
  readonly path: string
  readonly text: string
  readonly lines: number
  readonly imports: readonly Import[]
  readonly functions: readonly SourceFunction[]
  /** The lines on which the type `any` stands. */
  readonly anys: readonly number[]
  readonly hostUses: readonly HostUse[]
}

const HOST_OBJECTS = ['console', 'process']

/** Every TypeScript file below `folder`, by path. */
export function readSources(folder: string): readonly SourceFile[] {
  const paths = globSync(`${folder}/**/*.ts`, { cwd: ROOT, exclude: ['**/node_modules/**'] })
  return paths.sort().map((path) => readSource(path, readFileSync(`${ROOT}/${path}`, 'utf8')))
}

export function readSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)]
  const lineAt = (offset: number): number => starts.findLastIndex((start) => start <= offset) + 1

  const imports: Import[] = []
  const functions: SourceFunction[] = []
  const anys: number[] = []
  const hostUses: HostUse[] = []

  const addImport = (
    kind: Import['kind'],
    source: { type: string; value?: unknown; start: number } | null,
  ) => {
    if (source?.type !== 'Literal' || typeof source.value !== 'string') return
    imports.push({ specifier: source.value, line: lineAt(source.start), kind })
  }
  const names = new Map<unknown, string>()
  const nameValue = (key: { type: string; name?: unknown }, value: unknown) => {
    if (key.type === 'Identifier' && typeof key.name === 'string') names.set(value, key.name)
  }
  const addFunction = (node: { start: number; end: number; id?: { name: string } | null }) => {
    const name = node.id?.name ?? names.get(node) ?? 'function'
    functions.push({ name, line: lineAt(node.start), lines: lineAt(node.end) - lineAt(node.start) + 1 })
  }

  new Visitor({
    ImportDeclaration: (node) => {
      const named = node.specifiers.length > 0
      const types =
        named && node.specifiers.every((s) => s.type === 'ImportSpecifier' && s.importKind === 'type')
      addImport(node.importKind === 'type' || types ? 'type' : 'value', node.source)
    },
    ExportNamedDeclaration: (node) => addImport(node.exportKind === 'type' ? 'type' : 'value', node.source),
    ExportAllDeclaration: (node) => addImport(node.exportKind === 'type' ? 'type' : 'value', node.source),
    ImportExpression: (node) => addImport('dynamic', node.source),
    TSImportType: (node) => addImport('type', node.source),
    NewExpression: (node) => {
      const [first] = node.arguments
      const isUrl = node.callee.type === 'Identifier' && node.callee.name === 'URL'
      if (isUrl && first?.type === 'Literal' && /\.[jt]s$/.test(String(first.value)))
        addImport('worker', first)
    },
    MethodDefinition: ({ key, value }) => nameValue(key, value),
    PropertyDefinition: ({ key, value }) => nameValue(key, value),
    Property: ({ key, value }) => nameValue(key, value),
    VariableDeclarator: ({ id, init }) => nameValue(id, init),
    FunctionDeclaration: addFunction,
    FunctionExpression: addFunction,
    ArrowFunctionExpression: addFunction,
    MemberExpression: ({ object, property, start }) => {
      if (
        object.type === 'Identifier' &&
        property.type === 'Identifier' &&
        HOST_OBJECTS.includes(object.name)
      )
        hostUses.push({ name: `${object.name}.${property.name}`, line: lineAt(start) })
    },
    TSAnyKeyword: (node) => void anys.push(lineAt(node.start)),
  }).visit(program)

  return {
    path,
    text,
    lines: starts.length - (text.endsWith('\n') ? 1 : 0),
    imports,
    functions,
    anys,
    hostUses,
  }
}

/** The file that a relative import names, from the root of the repository; undefined for packages. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  return posix.join(posix.dirname(from), specifier)
}
