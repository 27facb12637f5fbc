/**
 * Completes package-lock.json with the platform packages (optional dependencies for other systems) that the
 * registry in use did not offer when the lock file was written. `npm ci` refuses a lock file that lacks them,
 * even where they would never be installed. A completed entry carries no checksum: nobody could compute it.
 *
 * Run it after a change of dependencies: `npm run lock`. The house tests tell when it is needed.
 */

import { readFileSync, writeFileSync } from 'node:fs'

export interface LockEntry {
  readonly version: string
  readonly dev?: boolean
  readonly license?: string
  readonly optional?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
}

export interface LockFile {
  readonly packages: Readonly<Record<string, LockEntry>>
}

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32']
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']
const LIBRARIES: Readonly<Record<string, string>> = {
  gnu: 'glibc',
  gnueabihf: 'glibc',
  musl: 'musl',
  musleabihf: 'musl',
}

/** Optional dependencies without an entry of their own: where each belongs, and what would stand there. */
export function findMissing({ packages }: LockFile): ReadonlyMap<string, LockEntry> {
  const missing = new Map<string, LockEntry>()
  for (const [owner, entry] of Object.entries(packages))
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {}))
      if (!searchPath(owner, name).some((path) => packages[path] !== undefined))
        missing.set(`node_modules/${name}`, describePackage(name, version, entry))
  return missing
}

/** The places where Node looks for `name` from within the package at `owner`, nearest first. */
function searchPath(owner: string, name: string): readonly string[] {
  const places = [`${owner}/node_modules/${name}`]
  for (
    let at = owner.lastIndexOf('/node_modules/');
    at >= 0;
    at = owner.lastIndexOf('/node_modules/', at - 1)
  )
    places.push(`${owner.slice(0, at)}/node_modules/${name}`)
  return [...places, `node_modules/${name}`]
}

/** Platform packages say in their names where they run: `…-linux-arm64-musl`. */
function describePackage(name: string, version: string, owner: LockEntry): LockEntry {
  const words = name.split(/[-/]/)
  const system = words.find((word) => SYSTEMS.includes(word))
  const processor = words.find((word) => PROCESSORS.includes(word))
  if (!system || !processor) throw new Error(`package-lock.json: ${name} does not say where it runs`)
  const library = words.map((word) => LIBRARIES[word]).find(Boolean)
  return {
    version,
    cpu: [processor],
    ...(owner.dev && { dev: true }),
    ...(library && { libc: [library] }),
    ...(owner.license && { license: owner.license }),
    optional: true,
    os: [system],
  }
}

if (import.meta.main) {
  const path = new URL('../package-lock.json', import.meta.url)
  const lock: LockFile = JSON.parse(readFileSync(path, 'utf8'))
  const missing = findMissing(lock)
  const packages = { ...lock.packages, ...Object.fromEntries(missing) }
  // npm's own order, so that its next write changes nothing.
  const names = Object.keys(packages).sort((a, b) => a.localeCompare(b, 'en'))
  const sorted = Object.fromEntries(names.map((name) => [name, packages[name]]))
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`)
  process.stdout.write(`package-lock.json: ${missing.size} packages for other platforms completed\n`)
}
