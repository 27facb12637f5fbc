/** Reads and writes of operands, for one number and for four. */

import type { Access } from '../../kernel/kernel.ts'
import { shiftAccess, vectorForm } from './access.ts'
import type { Code, Instruction } from './code/assembler.ts'
import { LANES } from './code/pool.ts'
import type { Pointers } from './pointers.ts'

/** Where in a kernel's loops an operand is met. */
export interface Site {
  readonly pointers: Pointers
  /** How many loops are open. */
  readonly depth: number
  readonly lanes: number
  /** The axis along which a vector's lanes lie. */
  readonly vectorAxis: number | undefined
}

/** Pushes an operand. */
export function emitLoad(access: Access, site: Site): Code {
  const { pointers, depth, lanes, vectorAxis } = site
  const { code, offset } = pointers.address(access, depth)
  if (lanes === 1 || vectorAxis === undefined) return [code, ['f32.load', offset]]
  const form = vectorForm(access, vectorAxis)
  if (form === 'vector') return [code, ['v128.load', offset]]
  const first: Code = [code, ['v128.load32_splat', offset]]
  if (form === 'splat') return first
  /** Each lane's address lies below the vector it goes into. */
  const lanesOf = addressesOfLanes(access, vectorAxis, site)
  const addresses = lanesOf.toReversed().map((lane) => lane.code)
  const inserts = lanesOf.map((lane, i): Instruction => ['v128.load32_lane', lane.offset, i + 1])
  return [addresses, first, inserts]
}

/** Writes what `value` pushes; of a strided vector it is pushed four times. */
export function emitStore(access: Access, value: Code, site: Site): Code {
  const { pointers, depth, lanes, vectorAxis } = site
  const { code, offset } = pointers.address(access, depth)
  if (lanes === 1 || vectorAxis === undefined) return [code, value, ['f32.store', offset]]
  if (vectorForm(access, vectorAxis) === 'vector') return [code, value, ['v128.store', offset]]
  const first: Code = [code, value, ['v128.store32_lane', offset, 0]]
  const others = addressesOfLanes(access, vectorAxis, site).map(
    ({ code: at, offset: laneOffset }, i): Code => [at, value, ['v128.store32_lane', laneOffset, i + 1]],
  )
  return [first, others]
}

/**
 * Writes four vectors across the rows they belong to: turned, each is a piece of one row. `access` is the first
 * one's; `keep` makes a vector wait in a local.
 */
export function emitTurnedStore(
  access: Access,
  [a = [], b = [], c = [], d = []]: readonly Code[],
  site: Site,
  keep: (vector: Code) => { readonly set: Code; readonly get: Code },
): Code {
  const pairs = [
    [a, b, shuffle(0, 4, 1, 5)],
    [c, d, shuffle(0, 4, 1, 5)],
    [a, b, shuffle(2, 6, 3, 7)],
    [c, d, shuffle(2, 6, 3, 7)],
  ].map(keep)
  const [ab = [], cd = [], abHigh = [], cdHigh = []] = pairs.map(({ get }) => get)
  const rows: Code[] = [
    [ab, cd, shuffle(0, 1, 4, 5)],
    [ab, cd, shuffle(2, 3, 6, 7)],
    [abHigh, cdHigh, shuffle(0, 1, 4, 5)],
    [abHigh, cdHigh, shuffle(2, 3, 6, 7)],
  ]
  const { pointers, depth, vectorAxis } = site
  const stores = rows.map((row, lane): Code => {
    const steps = access.strides.map((_, axis) => (axis === vectorAxis ? lane : 0))
    const { code, offset } = pointers.address(shiftAccess(access, steps), depth)
    return [code, row, ['v128.store', offset]]
  })
  return [pairs.map(({ set }) => set), stores]
}

/** Picks four of the eight lanes of two vectors. */
function shuffle(...lanes: readonly number[]): Code {
  const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte))
  return [['i8x16.shuffle', ...bytes]]
}

/** Of lanes 1, 2 and 3. */
function addressesOfLanes(access: Access, vectorAxis: number, { pointers, depth }: Site) {
  return Array.from({ length: LANES - 1 }, (_, i) => {
    const steps = access.strides.map((_, axis) => (axis === vectorAxis ? i + 1 : 0))
    return pointers.address(shiftAccess(access, steps), depth)
  })
}
