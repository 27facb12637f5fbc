/** Reads and writes of operands, for one number and for four. */

import type { Access } from '../../kernel/kernel.ts'
import { shiftAccess, vectorForm } from './access.ts'
import type { Code } from './code/assembler.ts'
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
  const inserts = lanesOf.map((lane, i): Code[number] => ['v128.load32_lane', lane.offset, i + 1])
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

/** Of lanes 1, 2 and 3. */
function addressesOfLanes(access: Access, vectorAxis: number, { pointers, depth }: Site) {
  return Array.from({ length: LANES - 1 }, (_, i) => {
    const steps = access.strides.map((_, axis) => (axis === vectorAxis ? i + 1 : 0))
    return pointers.address(shiftAccess(access, steps), depth)
  })
}
