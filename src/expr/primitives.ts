/**
 * What each primitive means: one row each, total by type. Core rows stand in `core.ts`, the others in
 * `transcendentals.ts`; a row that is missing is a compile error.
 */

import { CORE } from './core.ts'
import type { Primitive } from './expr.ts'
import type { PrimitiveRow } from './row.ts'
import { TRANSCENDENTALS } from './transcendentals.ts'

export const PRIMITIVES: { readonly [P in Primitive]: PrimitiveRow } = { ...CORE, ...TRANSCENDENTALS }
