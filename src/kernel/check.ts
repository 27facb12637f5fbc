/**
 * What every kernel must satisfy, as an executable specification: bounds, strides, aliasing, lookups. Tests
 * run it on all that they lower or generate. It says nothing of what a kernel computes.
 */

import { variablesOf } from '../expr/index.ts'
import { type Access, type Buffer, FOLDED, type Kernel, type Program } from './kernel.ts'

/** Every static offset is a multiple of this: a cache line. */
const ALIGNMENT = 16

/** Throws with all that is wrong, one line each. These are defects of ours, never a user's. */
export function checkProgram(program: Program): void {
  const faults = findFaults(program)
  if (faults.length > 0) throw new Error(`not a program:\n  ${faults.join('\n  ')}`)
}

/** All that is wrong with a program. */
export function findFaults({ buffers, kernels, entries, size }: Program): string[] {
  const faults: string[] = []
  if (new Set(buffers.map(({ name }) => name)).size < buffers.length) faults.push('two buffers share a name')
  for (const { name, place, size: length } of buffers) {
    if (place === 'external') continue
    if (place.offset % ALIGNMENT !== 0) faults.push(`${name}: offset ${place.offset} is not aligned`)
    if (place.offset < 0 || place.offset + length > size) faults.push(`${name}: outside of static memory`)
  }
  for (const [entry, order] of Object.entries(entries))
    for (const number of order) if (!kernels[number]) faults.push(`${entry}: no kernel ${number}`)
  for (const kernel of kernels)
    faults.push(...kernelFaults(kernel, buffers).map((fault) => `${kernel.name}: ${fault}`))
  return faults
}

function kernelFaults(kernel: Kernel, buffers: readonly Buffer[]): string[] {
  const { axes, loads, fold, stores } = kernel
  const outputs = axes.length - (fold?.axes ?? 0)
  const faults = axes.flatMap(({ name, extent }) =>
    Number.isInteger(extent) && extent >= 1 ? [] : [`axis ${name} has extent ${extent}`],
  )
  if (outputs < 0 || (fold && fold.axes < 1)) faults.push('the fold has no axes of its own')
  if (stores.length === 0) faults.push('nothing is stored')
  const accesses = [...loads, ...stores].map(({ access }) => access)
  for (const access of accesses) {
    faults.push(...accessFaults(access, kernel, buffers))
    if (buffers[access.buffer]?.type === 'i32') faults.push('row numbers are read through lookups alone')
  }
  for (const { access, value, accumulate } of stores) {
    if (accumulate && fold) faults.push('a fold does not accumulate')
    if (access.lookup && !accumulate && value.operation !== 'constant')
      faults.push('a store through a lookup must accumulate, or store a constant')
    if (access.strides.slice(outputs).some((stride) => stride !== 0))
      faults.push('a store moves along an axis of the fold')
    if (!accumulate && !isInjective(access, kernel, outputs)) faults.push('a store meets an element twice')
  }
  return [...faults, ...aliasFaults(kernel), ...nameFaults(kernel)]
}

function accessFaults(access: Access, { axes }: Kernel, buffers: readonly Buffer[]): string[] {
  const { buffer, offset, strides, lookup } = access
  const into = buffers[buffer]
  if (!into) return [`no buffer ${buffer}`]
  const where = `access to ${into.name}`
  if (strides.length !== axes.length) return [`${where}: ${strides.length} strides for ${axes.length} axes`]
  if ([offset, ...strides, lookup?.stride ?? 0].some((part) => !Number.isInteger(part) || part < 0))
    return [`${where}: offsets and strides are whole numbers of at least 0`]
  const faults: string[] = []
  const last = axes.reduce((sum, { extent }, axis) => sum + (extent - 1) * (strides[axis] as number), offset)
  if (last >= into.size && !(into.place === 'external' && into.size === 0))
    faults.push(`${where}: reaches element ${last} of ${into.size}`)
  if (!lookup) return faults
  if (lookup.indices.lookup) faults.push(`${where}: a lookup's indices are read plainly`)
  return [...faults, ...accessFaults(lookup.indices, { axes } as Kernel, buffers)]
}

/** Sorted by stride, each axis must step over all that the smaller ones span. */
function isInjective({ strides, lookup }: Access, { axes }: Kernel, outputs: number): boolean {
  if (lookup) return true
  const moving = axes
    .slice(0, outputs)
    .map(({ extent }, axis) => ({ extent, stride: strides[axis] as number }))
    .filter(({ extent }) => extent > 1)
    .sort((a, b) => a.stride - b.stride)
  let span = 0
  for (const { extent, stride } of moving) {
    if (stride <= span) return false
    span += (extent - 1) * stride
  }
  return true
}

/** A buffer that is written may be read only where it is written, and not inside the fold. */
function aliasFaults({ loads, stores, fold, axes }: Kernel): string[] {
  const faults: string[] = []
  const inFold = fold ? variablesOf(fold.body) : new Set<string>()
  for (const { access: written } of stores) {
    for (const { name, access } of loads) {
      if (access.buffer !== written.buffer) continue
      if (!sameAccess(access, written)) faults.push(`${name} reads elsewhere what the kernel writes`)
      if (inFold.has(name) && axes.length > 0) faults.push(`${name} is folded over and overwritten`)
    }
    if (stores.filter(({ access }) => access.buffer === written.buffer).length > 1)
      faults.push('two stores share a buffer')
  }
  return faults
}

function sameAccess(a: Access, b: Access): boolean {
  const sameStrides = a.strides.every((stride, axis) => stride === b.strides[axis])
  return a.offset === b.offset && sameStrides && !a.lookup && !b.lookup
}

/** Expressions name loads alone, and what does not run inside the fold must not move with it. */
function nameFaults({ axes, loads, fold, stores }: Kernel): string[] {
  const faults: string[] = []
  const outputs = axes.length - (fold?.axes ?? 0)
  const known = new Map(loads.map(({ name, access }) => [name, access]))
  if (known.size < loads.length || known.has(FOLDED)) faults.push('names of loads are not distinct')
  const outside = stores.map(({ value }) => value)
  if (fold?.initial) outside.push(fold.initial)
  for (const expr of outside)
    for (const name of variablesOf(expr)) {
      const access = known.get(name)
      const moves = (each: Access) => each.strides.slice(outputs).some((stride) => stride !== 0)
      if (access && (moves(access) || (access.lookup && moves(access.lookup.indices))))
        faults.push(`${name} moves with the fold and is read outside of it`)
      if (!access && !(name === FOLDED && fold)) faults.push(`no load is called ${name}`)
    }
  for (const name of fold ? variablesOf(fold.body) : [])
    if (!known.has(name)) faults.push(`no load is called ${name}`)
  return faults
}
