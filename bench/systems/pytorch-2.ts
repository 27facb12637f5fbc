/** PyTorch on the CPU, eager, on two threads. */

import { torchSystem } from '../pytorch.ts'

export const system = torchSystem('pytorch', 2)
