/** Ogee on WebAssembly, on one thread: the loops that `fit`, `predict` and `ogee compare` run. */

import { ogeeSystem } from '../ogee.ts'

export const system = ogeeSystem(1)
