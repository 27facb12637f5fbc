/** Systems that live in Python: a process per work, which trains when it is told a number of steps. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Run, System, Work } from './system.ts'

/** The Python of the path, and the one whose packages Debian installs where another stands before it. */
const PYTHONS = ['python3', '/usr/bin/python3']

/** BLAS libraries read these when they load; PyTorch's own setting does not reach them. */
const ONE_THREAD = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }

export interface PythonPeer {
  readonly name: string
  /** What Python must be able to import. */
  readonly module: string
  /** In the folder `python/`. */
  readonly script: string
  /** Where to get it, for who lacks it. */
  readonly hint: string
  refuses(work: Work): string | null
}

export function pythonSystem({ name, module, script, hint, refuses }: PythonPeer): System {
  return {
    name,
    threads: 1,
    available: async () => (findPython(module) ? null : `no Python here can import ${module} (${hint})`),
    refuses,
    version: async () => findPython(module)?.version ?? '',
    prepare: (work) => startPython(findPython(module)?.path ?? 'python3', script, work),
  }
}

/** The first Python that can import the module, and the module's version. */
function findPython(module: string): { readonly path: string; readonly version: string } | undefined {
  for (const path of PYTHONS) {
    const asked = ['-c', `import ${module}; print(${module}.__version__)`]
    const { status, stdout } = spawnSync(path, asked, { encoding: 'utf8' })
    if (status === 0) return { path, version: stdout.trim() }
  }
  return undefined
}

async function startPython(python: string, script: string, work: Work): Promise<Run> {
  const path = new URL(`python/${script}`, import.meta.url).pathname
  const child = spawn(python, [path], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...ONE_THREAD, PYTHONDONTWRITEBYTECODE: '1' },
  })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (line: string): Promise<string> => {
    child.stdin.write(`${line}\n`)
    const { value, done } = await answers.next()
    if (done) throw new Error(`${script} ended before it answered`)
    return value
  }
  await ask(encode(work))
  return {
    run: async (steps) => Number(await ask(String(steps))),
    close: () => end(child),
  }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.stdin?.end()
  await ended
}

/** A work as one line of JSON, its numbers as base64. */
function encode(work: Work): string {
  return JSON.stringify(work, (_, value) =>
    ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
      : value,
  )
}
