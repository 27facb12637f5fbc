/** Systems that live in Python: one process each, which takes works one after the other over standard input. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Run, System, Work } from './system.ts'

/** The Python of the path, and the one whose packages Debian installs where another stands before it. */
const PYTHONS = ['python3', '/usr/bin/python3']

export interface PythonPeer {
  readonly name: string
  readonly threads: number
  /** What Python must be able to import. */
  readonly module: string
  /** An expression over the module that says why it does not suit, or is None. */
  readonly unfit?: string
  /** In the folder `python/`, and what it is told on its command line. */
  readonly script: string
  readonly args?: readonly string[]
  /** Where to get it, for who lacks it. */
  readonly hint: string
  refuses(work: Work): string | null
}

export function pythonSystem(peer: PythonPeer): System {
  const { name, threads, module, hint } = peer
  let server: Server | undefined
  return {
    name,
    threads,
    refuses: peer.refuses,
    async available() {
      const found = findPython(peer)
      return found ? found.unfit : `no Python here can import ${module} (${hint})`
    },
    version: async () => findPython(peer)?.version ?? '',
    async prepare(work) {
      server ??= startServer(findPython(peer)?.path ?? 'python3', peer)
      return server.begin(work)
    },
    async stop() {
      await server?.stop()
    },
  }
}

interface Found {
  readonly path: string
  readonly version: string
  readonly unfit: string | null
}

/** The first Python that can import the module, the module's version, and what speaks against it. */
function findPython({ module, unfit = 'None' }: PythonPeer): Found | undefined {
  for (const path of PYTHONS) {
    const asked = ['-c', `import ${module}; print(${module}.__version__); print(${unfit} or "")`]
    const { status, stdout } = spawnSync(path, asked, { encoding: 'utf8' })
    const [version = '', reason] = stdout.trim().split('\n')
    if (status === 0) return { path, version, unfit: reason ? reason : null }
  }
  return undefined
}

interface Server {
  begin(work: Work): Promise<Run>
  stop(): Promise<void>
}

function startServer(python: string, { script, args = [], threads }: PythonPeer): Server {
  const path = new URL(`python/${script}`, import.meta.url).pathname
  const child = spawn(python, [path, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...threadSettings(threads), PYTHONDONTWRITEBYTECODE: '1' },
  })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (request: object): Promise<string> => {
    child.stdin.write(`${encode(request)}\n`)
    const { value, done } = await answers.next()
    if (done) throw new Error(`${script} ended before it answered`)
    return value
  }
  return {
    async begin(work) {
      await ask({ work })
      return {
        run: async (times) => Number(await ask({ run: times })),
        close: async () => void (await ask({ close: true })),
      }
    },
    stop: () => end(child),
  }
}

/** BLAS libraries read these when they load; PyTorch's own setting does not reach them. */
function threadSettings(threads: number): Record<string, string> {
  const names = ['OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS']
  return Object.fromEntries(names.map((name) => [name, `${threads}`]))
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.stdin?.end()
  await ended
}

/** A request as one line of JSON, its numbers as base64. */
function encode(request: object): string {
  return JSON.stringify(request, (_, value) =>
    ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
      : value,
  )
}
