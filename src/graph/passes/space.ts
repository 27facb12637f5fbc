/**
 * The loops of a kernel: labels of a tensor operation become axes, a label that runs over a batch in panels
 * becomes two (panels, and the rows within one), and each operand's layout becomes strides.
 */

import type { Shape } from '../../base/index.ts'
import type { Access, Axis } from '../../kernel/kernel.ts'
import { LANES, PANEL, type Storage } from './storage.ts'

/** A tensor in memory, its axes named by labels; undefined for axes of extent 1 that take no part. */
export interface Operand {
  readonly buffer: number
  readonly offset: number
  readonly storage: Storage
  readonly shape: Shape
  readonly labels: readonly (string | undefined)[]
}

interface Loop {
  readonly label: string
  readonly part: 'whole' | 'panels' | 'rows'
  readonly extent: number
}

export interface SpaceParts {
  readonly extents: ReadonlyMap<string, number>
  /** The labels to loop over, and those to fold over. */
  readonly output: readonly string[]
  readonly summed?: readonly string[]
  /** All that is read and written: they say which labels run over panels, and which over padded rows. */
  readonly operands: readonly Operand[]
  /** Never touch padding: somebody else's columns may lie there. */
  readonly exact?: boolean
}

export class Space {
  readonly #loops: readonly Loop[]
  readonly foldAxes: number

  constructor({ extents, output, summed = [], operands, exact = false }: SpaceParts) {
    const split = new Set(operands.flatMap(({ storage, labels }) => (storage.panel ? [labels[0]] : [])))
    const padded = exact ? undefined : paddedLabel(output, split, operands)
    const extentOf = (label: string) => {
      const extent = extents.get(label) as number
      return label === padded ? Math.ceil(extent / LANES) * LANES : extent
    }
    const loops = (labels: readonly string[]): Loop[] => {
      const outer = labels.map(
        (label): Loop =>
          split.has(label)
            ? { label, part: 'panels', extent: extentOf(label) / PANEL }
            : { label, part: 'whole', extent: extentOf(label) },
      )
      const rows = labels.filter((label) => split.has(label))
      return [...outer, ...rows.map((label): Loop => ({ label, part: 'rows', extent: PANEL }))]
    }
    const fold = loops(summed)
    const isNumber = !exact && summed.length === 0 && operands.every(isNumberAlone)
    this.#loops = isNumber ? [A_NUMBERS_VECTOR] : [...loops(output), ...fold]
    this.foldAxes = fold.length
  }

  get axes(): Axis[] {
    return this.#loops.map(({ label, part, extent }) => ({
      name: part === 'whole' ? label : `${label}.${part}`,
      extent,
    }))
  }

  access(operand: Operand): Access {
    const strides = this.#loops.map((loop) => strideAlong(operand, loop))
    return { buffer: operand.buffer, offset: operand.offset, strides }
  }
}

/** One number lies in a vector of its own, and is computed as one: so it comes out like any element of a tensor. */
const A_NUMBERS_VECTOR: Loop = { label: 'lanes', part: 'whole', extent: LANES }

function isNumberAlone({ shape, storage }: Operand): boolean {
  return storage.padded && shape.every((extent) => extent === 1)
}

function strideAlong({ labels, shape, storage }: Operand, loop: Loop): number {
  const { label, part } = loop
  if (loop === A_NUMBERS_VECTOR) return 1
  const axis = labels.indexOf(label)
  if (axis < 0 || shape[axis] === 1) return 0
  const stride = storage.strides[axis] as number
  if (part === 'whole') return stride
  if (storage.panel && axis === 0) return part === 'panels' ? stride : 1
  return part === 'panels' ? stride * PANEL : stride
}

/**
 * The last output label runs over the padding too, so that whole vectors suffice, if every operand that moves
 * along it lies in padded rows.
 */
function paddedLabel(
  output: readonly string[],
  split: ReadonlySet<string | undefined>,
  operands: readonly Operand[],
): string | undefined {
  const last = output.at(-1)
  if (last === undefined || split.has(last)) return undefined
  const moving = operands.filter(({ labels, shape }) => {
    const axis = labels.indexOf(last)
    return axis >= 0 && shape[axis] !== 1
  })
  const inPaddedRows = ({ labels, storage }: Operand) => storage.padded && labels.at(-1) === last
  return moving.length > 0 && moving.every(inPaddedRows) ? last : undefined
}
