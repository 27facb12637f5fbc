/**
 * The buffers of a program while it is being built. Leaves (inputs, states, constants) belong to all entries
 * and keep their memory for ever; what entries compute shares the rest, since only one of them runs at a time.
 */

import { formatShape, OgeeError, type Shape, sameShape, sizeOf } from '../base/index.ts'
import type { Buffer, BufferType } from '../kernel/kernel.ts'
import type { Leaf, NodeOf, State } from './node.ts'
import type { Place } from './passes/place.ts'
import { align, type Life, planMemory } from './passes/plan-memory.ts'
import { type Storage, storageOf } from './passes/storage.ts'

/** A tensor of a program: which buffer, which shape, and how it lies in it. */
export interface Slot {
  readonly buffer: string
  readonly shape: Shape
  readonly storage: Storage
}

export interface Constant {
  readonly slot: Slot
  readonly data: ArrayLike<number>
}

/**
 * Small tensors keep their memory to themselves: what is not written again, threads need not wait for. Their
 * pauses would cost a small network more than the memory is worth.
 */
const SHARED_FROM = 16_384

interface Unplaced {
  readonly name: string
  readonly type: BufferType
  readonly size: number
  readonly external: boolean
}

export class Buffers {
  readonly inputs = new Map<string, Slot>()
  readonly states = new Map<State, Slot>()
  readonly constants: Constant[] = []
  readonly fills = new Map<string, number>()
  readonly #buffers: Unplaced[] = []
  readonly #numbers = new Map<string, number>()
  readonly #bound: ReadonlySet<string>

  /** Inputs that are bound, whatever they say themselves. */
  constructor(bound: ReadonlySet<string>) {
    this.#bound = bound
  }

  /** Where a leaf lies; the same place whichever entry asks. */
  placeLeaf(leaf: Leaf, panel: boolean): Place {
    if (leaf.op === 'state') return this.placeState(leaf.attributes.state)
    return this.#placeOf(leaf.op === 'input' ? this.#inputSlot(leaf, panel) : this.#constantSlot(leaf))
  }

  placeState(state: State): Place {
    const { name, shape } = state
    const slot = this.states.get(state) ?? this.#slot(`state:${this.states.size}:${name}`, shape)
    this.states.set(state, slot)
    return this.#placeOf(slot)
  }

  /** Room for a tensor that an entry computes: all of it, or what is not `fill` from the start and stays so. */
  add(name: string, shape: Shape, panel: boolean, fill?: number): Place {
    if (fill !== undefined) this.fills.set(name, fill)
    return this.#placeOf(this.#slot(name, shape, panel))
  }

  /** One number in memory that is bound. */
  addBound(name: string): Place {
    return this.#placeOf(this.#slot(name, [], false, 'f32', true))
  }

  /** A tensor's place by its buffer's name. */
  slotOf({ buffer, storage }: Place, shape: Shape): Slot {
    return { buffer: (this.#buffers[buffer] as Unplaced).name, shape, storage }
  }

  /** Memory for all buffers: what lives for ever first, above it what each of the entries keeps for a while. */
  plan(entries: readonly (readonly Life[])[]): { buffers: Buffer[]; size: number } {
    const passing = new Set(entries.flat().map(({ buffer }) => buffer))
    const offsets = new Map<number, number>()
    let base = 0
    this.#buffers.forEach(({ size, external }, i) => {
      if (external || passing.has(i)) return
      offsets.set(i, base)
      base += align(size)
    })
    const plans = entries.map((lives) => planMemory(lives, base, SHARED_FROM))
    for (const plan of plans) for (const [buffer, offset] of plan.offsets) offsets.set(buffer, offset)
    const buffers = this.#buffers.map(({ name, type, size, external }, i): Buffer => {
      return { name, type, size, place: external ? 'external' : { offset: offsets.get(i) as number } }
    })
    return { buffers, size: plans.reduce((most, { size }) => Math.max(most, size), base) }
  }

  #inputSlot({ attributes, shape }: NodeOf<'input'>, panel: boolean): Slot {
    const { name, type } = attributes
    const external = attributes.external || this.#bound.has(name)
    const known = this.inputs.get(name)
    if (known) this.#checkSame(name, known, shape, { type, external })
    const slot = known ?? this.#slot(`input:${name}`, shape, panel, type, external)
    this.inputs.set(name, slot)
    return slot
  }

  #checkSame(
    name: string,
    known: Slot,
    shape: Shape,
    { type, external }: Pick<Unplaced, 'type' | 'external'>,
  ) {
    const before = this.#buffers[this.#placeOf(known).buffer] as Unplaced
    const same = before.type === type && before.external === external
    if (same && sameShape(known.shape, shape)) return
    throw new OgeeError({
      where: `input ${name}`,
      problem: 'two inputs of one name differ',
      got: `${describe(before, known.shape)} and ${describe({ type, external }, shape)}`,
    })
  }

  /** Told apart by shape as well: the same numbers may be looked at in two ways, with two paddings. */
  #constantSlot({ attributes: { data }, shape }: NodeOf<'constant'>): Slot {
    const known = this.constants.find((each) => each.data === data && sameShape(each.slot.shape, shape))
    if (known) return known.slot
    const slot = this.#slot(`constant:${this.constants.length}`, shape)
    this.constants.push({ slot, data })
    return slot
  }

  #slot(name: string, shape: Shape, panel = false, type: BufferType = 'f32', external = false): Slot {
    const storage = storageOf(shape, panel)
    this.#numbers.set(name, this.#buffers.length)
    this.#buffers.push({ name, type, size: external ? sizeOf(shape) : storage.size, external })
    return { buffer: name, shape, storage }
  }

  #placeOf({ buffer, storage }: Slot): Place {
    return { buffer: this.#numbers.get(buffer) as number, offset: 0, storage }
  }
}

function describe({ type, external }: Pick<Unplaced, 'type' | 'external'>, shape: Shape): string {
  return `${external ? 'bound ' : ''}${type} ${formatShape(shape)}`
}
