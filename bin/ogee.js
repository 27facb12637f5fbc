#!/usr/bin/env node
/**
 * The command `ogee`. Plain JavaScript and as little of it as will do, because an older Node must be able to
 * start it: where that Node cannot run TypeScript, this file starts itself again on the one that the
 * repository brings as the npm package `node`. What the command does is `src/cli/main.ts`.
 */

import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { isatty } from 'node:tty'
import { fileURLToPath } from 'node:url'

/** @param {string} version */
function isSuitable(version) {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

/** The Node that is installed beside this package, or further up where npm has hoisted it. */
function findNode() {
  try {
    const manifest = module.createRequire(import.meta.url).resolve('node/package.json')
    const path = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (existsSync(path) && isSuitable(JSON.parse(readFileSync(manifest, 'utf8')).version)) return path
  } catch {}
  return undefined
}

/**
 * Runs this file on another Node and ends as it ends. Ctrl-C in a terminal reaches the child by itself, since
 * the two share a process group; handing it on as well would look like an impatient second Ctrl-C.
 *
 * @param {string} node
 */
function runOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  const inTerminal = [0, 1, 2].some((stream) => isatty(stream))
  process.on('SIGINT', () => inTerminal || child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code ?? 1
    else {
      process.removeAllListeners(signal)
      process.kill(process.pid, signal)
    }
  })
}

const node = isSuitable(process.version) ? process.execPath : findNode()
if (node === undefined) {
  const wish = 'install one, or run `npm ci` in the repository, which brings its own'
  process.stderr.write(`ogee: needs Node.js 22.18 or newer, this is ${process.version}; ${wish}\n`)
  process.exitCode = 1
} else if (node === process.execPath) {
  module.enableCompileCache()
  const source = new URL('../src/cli/main.ts', import.meta.url)
  await import(existsSync(source) ? source.href : new URL('../dist/cli/main.js', import.meta.url).href)
} else runOn(node)
