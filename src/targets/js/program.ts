/**
 * Programs → JavaScript in float64: plain loops over typed arrays, for the reference device and for hosts
 * without WebAssembly. It optimises nothing that would change a result.
 */

import {
  type Access,
  type Buffer,
  FOLDED,
  type Fold,
  type Kernel,
  type Program,
  type Store,
} from '../../kernel/kernel.ts'
import { spellExpressions } from './expression.ts'

/**
 * The body of a function of `memory` (the static buffers), `bound` (for each buffer number of an external
 * buffer: its region's array and the offset there) and `primitives` (the rows of `expr`). It returns the entries,
 * functions without arguments, by name.
 */
export function emitProgram({ buffers, kernels, entries }: Program): string {
  const functions = kernels.map((kernel, i) => emitKernel(kernel, `kernel${i}`, buffers))
  const runs = Object.entries(entries).map(
    ([name, order]) => `${JSON.stringify(name)}() { ${order.map((i) => `kernel${i}()`).join('; ')} },`,
  )
  return [...functions, 'return {', ...runs, '}'].join('\n')
}

/** One kernel as a function of that name. */
export function emitKernel(kernel: Kernel, name: string, buffers: readonly Buffer[]): string {
  const { axes, fold, stores } = kernel
  const outputs = axes.length - (fold?.axes ?? 0)
  const spellLoad = loadSpeller(kernel, buffers)
  const inner = [
    ...(fold ? emitFold(kernel, fold, outputs, spellLoad) : []),
    ...emitStores(stores, spellLoad, buffers),
  ]
  const body = emitLoops(axes.slice(0, outputs), 0, inner)
  const lines = [`/* ${kernel.name.replaceAll('*/', '')} */`, `function ${name}() {`]
  return [...lines, ...indent([...bindings(kernel, buffers), ...body]), '}'].join('\n')
}

/** External buffers are looked up once a run. */
function bindings({ loads, stores }: Kernel, buffers: readonly Buffer[]): string[] {
  const accesses = [...loads, ...stores].flatMap(({ access }) => [access, access.lookup?.indices ?? access])
  const numbers = new Set(accesses.map(({ buffer }) => buffer))
  return [...numbers]
    .filter((number) => buffers[number]?.place === 'external')
    .map((n) => `const array${n} = bound[${n}].region.array, offset${n} = bound[${n}].offset`)
}

function emitFold(
  kernel: Kernel,
  { combine, body, initial }: Fold,
  outputs: number,
  spellLoad: (name: string) => string,
): string[] {
  const neutral = combine === 'sum' ? '0' : '-Infinity'
  const start = spellExpressions(initial ? [initial] : [], 's', spellLoad)
  const step = spellExpressions([body], 'b', spellLoad)
  const combined =
    combine === 'sum' ? `folded += ${step.results[0]}` : `folded = Math.max(folded, ${step.results[0]})`
  const inner = emitLoops(kernel.axes.slice(outputs), outputs, [...step.statements, combined])
  return [...start.statements, `let folded = ${start.results[0] ?? neutral}`, ...inner]
}

/** All values are computed before any is stored: a later value may read what an earlier store overwrites. */
function emitStores(
  stores: readonly Store[],
  spellLoad: (name: string) => string,
  buffers: readonly Buffer[],
): string[] {
  const { statements, results } = spellExpressions(
    stores.map(({ value }) => value),
    'v',
    spellLoad,
  )
  const values = results.map((result, i) => `const stored${i} = ${result}`)
  const writes = stores.map(
    ({ access, accumulate }, i) => `${spellAccess(access, buffers)} ${accumulate ? '+=' : '='} stored${i}`,
  )
  return [...statements, ...values, ...writes]
}

function emitLoops(axes: Kernel['axes'], first: number, inner: readonly string[]): readonly string[] {
  return axes.reduceRight<readonly string[]>((body, { extent }, axis) => {
    const i = `i${first + axis}`
    return [`for (let ${i} = 0; ${i} < ${extent}; ${i}++) {`, ...indent(body), '}']
  }, inner)
}

function loadSpeller({ loads }: Kernel, buffers: readonly Buffer[]): (name: string) => string {
  return (name) => {
    if (name === FOLDED) return FOLDED
    const load = loads.find((each) => each.name === name)
    if (!load) throw new ReferenceError(`no load is called ${name}`)
    return spellAccess(load.access, buffers)
  }
}

function spellAccess(access: Access, buffers: readonly Buffer[]): string {
  const place = buffers[access.buffer]?.place
  const terms = access.strides.flatMap((stride, axis) => (stride === 0 ? [] : [`${stride} * i${axis}`]))
  if (access.lookup) {
    const { indices, stride } = access.lookup
    terms.push(`${stride} * Math.floor(${spellAccess(indices, buffers)})`)
  }
  const external = place === undefined || place === 'external'
  const base = external ? access.offset : place.offset + access.offset
  if (external) terms.push(`offset${access.buffer}`)
  if (base > 0 || terms.length === 0) terms.push(`${base}`)
  return `${external ? `array${access.buffer}` : 'memory'}[${terms.join(' + ')}]`
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}
