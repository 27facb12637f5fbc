/** PyTorch on the CPU, as most people write it: eager, one thread. */

import { pythonSystem } from '../python.ts'

export const system = pythonSystem({
  name: 'pytorch',
  module: 'torch',
  script: 'torch_step.py',
  hint: 'Debian: apt-get install python3-torch',
  refuses: () => null,
})
