/**
 * One kernel with its memory, run alike by every implementation. Numbers are eighths of small whole numbers,
 * so that sums of products are exact in float32 and every order of summation gives the same bits.
 */

import type { Device } from '../../src/devices/device.ts'
import { checkProgram } from '../../src/kernel/check.ts'
import { interpret } from '../../src/kernel/interpret.ts'
import type { Access, Axis, Buffer, BufferType, Kernel, Program } from '../../src/kernel/kernel.ts'

export interface Operand {
  readonly name: string
  readonly data: readonly number[]
  readonly type?: BufferType
  readonly external?: true
}

export interface Scenario {
  readonly name: string
  readonly operands: readonly Operand[]
  readonly kernels: readonly Kernel[]
}

/** Eighths from −2 to 2, irregular but fixed; `salt` tells operands apart. */
export function eighths(count: number, salt = 0): number[] {
  return Array.from({ length: count }, (_, i) => (((i + 7 * salt) * 2654435761) % 33) / 8 - 2)
}

/** Row-major strides for these extents, rows padded by `padding` elements. */
export function rowMajor(extents: readonly number[], padding = 0): number[] {
  const strides: number[] = []
  let stride = 1
  for (let axis = extents.length - 1; axis >= 0; axis--) {
    strides.unshift(stride)
    stride = stride * (extents[axis] as number) + (axis === extents.length - 1 ? padding : 0)
  }
  return strides
}

export function axesOf(extents: Readonly<Record<string, number>>): Axis[] {
  return Object.entries(extents).map(([name, extent]) => ({ name, extent }))
}

export function access(buffer: number, strides: readonly number[], offset = 0): Access {
  return { buffer, offset, strides }
}

/** Static operands one after the other, each on a cache line of its own; the entry `main` runs all kernels. */
export function programOf({ operands, kernels }: Scenario): Program {
  let size = 0
  const buffers = operands.map(({ name, data, type = 'f32', external }): Buffer => {
    const offset = size
    if (!external) size += Math.ceil(data.length / 16) * 16
    return { name, type, size: data.length, place: external ? 'external' : { offset } }
  })
  const program = { buffers, kernels, entries: { main: kernels.map((_, i) => i) }, size }
  checkProgram(program)
  return program
}

/** What every buffer holds after one run, by the definition. */
export function interpreted(scenario: Scenario): number[][] {
  const arrays = scenario.operands.map(({ data }) => [...data])
  interpret(programOf(scenario), 'main', arrays)
  return arrays
}

/** What every buffer holds after one run on a device. */
export function ran(scenario: Scenario, device: Device): number[][] {
  const executable = device.load(programOf(scenario))
  for (const { name, data, type = 'f32', external } of scenario.operands) {
    /** Bound away from the region's start, so that offsets count. */
    if (external) executable.bind(name, executable.allocate(data.length + 3, type), 3)
    if (external) executable.view(name).set(data)
    else executable.write(name, data)
  }
  executable.run('main')
  return scenario.operands.map(({ name }) => Array.from(executable.view(name)))
}
