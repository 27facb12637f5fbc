/** PyTorch on the CPU with torch.compile, one thread. */

import { torchSystem } from '../pytorch.ts'

export const system = torchSystem('pytorch-compile', 1)
