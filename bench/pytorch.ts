/** PyTorch as a measured system: which functions it has is read from its script, so that they stand in one place. */

import { readFileSync } from 'node:fs'
import { pythonSystem } from './python.ts'
import { ONE_THREAD, type System } from './system.ts'

const SCRIPT = 'torch_work.py'
const NEEDS_COMPILE = '"torch.compile needs PyTorch 2" if not hasattr(torch, "compile") else None'

export function torchSystem(name: 'pytorch' | 'pytorch-compile', threads: number): System {
  const functions = namesOfFunctions()
  const compiles = name === 'pytorch-compile'
  return pythonSystem({
    name,
    threads,
    module: 'torch',
    ...(compiles ? { unfit: NEEDS_COMPILE } : {}),
    script: SCRIPT,
    args: [`${threads}`, ...(compiles ? ['compile'] : [])],
    hint: 'Debian: apt-get install python3-torch',
    refuses(work) {
      if (work.kind !== 'elementwise') return null
      if (threads > 1) return ONE_THREAD
      if (compiles) return 'compiling each function takes seconds'
      return functions.has(work.activation) ? null : 'has no such function'
    },
  })
}

/** The keys of FUNCTIONS. */
function namesOfFunctions(): ReadonlySet<string> {
  const text = readFileSync(new URL(`python/${SCRIPT}`, import.meta.url), 'utf8')
  const [, table = ''] = /^FUNCTIONS = \{\n([\s\S]*?)^\}/m.exec(text) ?? []
  return new Set(Array.from(table.matchAll(/^ {4}"(\w+)":/gm), ([, name = '']) => name))
}
