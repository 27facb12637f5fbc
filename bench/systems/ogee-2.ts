/** Ogee on WebAssembly, on up to two threads: the loops that `fit`, `predict` and `ogee compare` run. */

import { ogeeSystem } from '../ogee.ts'

export const system = ogeeSystem(2)
