/** PyTorch on the CPU, as most people write it: eager, one thread. */

import { torchSystem } from '../pytorch.ts'

export const system = torchSystem('pytorch', 1)
