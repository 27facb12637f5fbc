/** What entries touch that is not in a program's own memory. What it is bound to, devices know. */

import type { Program } from './kernel.ts'

/** The numbers of the external buffers that the kernels of an entry read or write. */
export function externalsOf({ buffers, kernels }: Program, order: readonly number[]): number[] {
  const accesses = order
    .flatMap((number) => kernels[number] ?? [])
    .flatMap(({ loads, stores }) => [...loads, ...stores])
    .flatMap(({ access }) => (access.lookup ? [access, access.lookup.indices] : [access]))
  const touched = new Set(accesses.map(({ buffer }) => buffer))
  return [...touched].filter((number) => buffers[number]?.place === 'external')
}
