/** Which layer each kernel of a training step belongs to: told by the parameters that it, or what it feeds, touches. */

import type { Compiled } from '../../compile/compile.ts'
import type { EntryProfile, KernelProfile } from '../../compile/profile.ts'
import type { Module } from '../module.ts'

export interface StepProfile extends Omit<EntryProfile, 'kernels'> {
  /** In the order in which they run. */
  readonly kernels: readonly LayerKernel[]
}

export interface LayerKernel extends Omit<KernelProfile, 'reads' | 'writes'> {
  /** The path of a module with parameters ('fc1'), '' for what comes before all of them. */
  readonly layer: string
}

export function profileStep(compiled: Compiled, entry: string, module: Module): StepProfile {
  const { kernels, ...profile } = compiled.profile(entry)
  const layers = new Map<string, string>()
  for (const [path, { state }] of module.namedParameters()) {
    const buffer = compiled.bufferOf(state)
    if (buffer !== undefined) layers.set(buffer, path.slice(0, Math.max(0, path.lastIndexOf('.'))))
  }
  const owners = ownersOf(kernels, layers)
  return {
    ...profile,
    kernels: kernels.map(({ reads, writes, ...kernel }, i) => ({ layer: owners[i] ?? '', ...kernel })),
  }
}

/**
 * A kernel belongs to the layer whose parameters it touches; a gradient, to the layer of the update that it feeds;
 * anything else, to the layer of what it reads.
 */
function ownersOf(
  kernels: readonly Pick<KernelProfile, 'reads' | 'writes'>[],
  layers: ReadonlyMap<string, string>,
): string[] {
  const owners: string[] = []
  const made = new Map<string, string>()
  for (const { reads, writes } of kernels) {
    const touched = [...writes, ...reads].find((name) => layers.has(name))
    const update = kernels.find(
      (each) =>
        each.writes.some((name) => layers.has(name)) && each.reads.some((name) => writes.includes(name)),
    )
    const updated = update?.writes.find((name) => layers.has(name))
    const source = reads.findLast((name) => made.get(name))
    const owner = layers.get(touched ?? '') ?? layers.get(updated ?? '') ?? made.get(source ?? '') ?? ''
    owners.push(owner)
    for (const name of writes) made.set(name, owner)
  }
  return owners
}
