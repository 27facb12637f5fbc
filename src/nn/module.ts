/** What layers and networks have in common: parameters, found by walking over the fields. */

import { nearestName, OgeeError } from '../base/index.ts'
import { Buffer, Parameter } from './parameter.ts'
import { INSPECT, type NestedNumbers, Tensor, tensor } from './tensor.ts'

/** The step of a trainer, as the modules that are built into it see it. */
export interface Step {
  /** [rows, 1]: what each row counts for in a mean over the batch, 0 where rows only fill it up. */
  readonly weights: Tensor
  /** Lets the step leave other numbers in a buffer; `next` makes them of those that it would have had. */
  update(buffer: Buffer, next: (held: Tensor) => Tensor): void
}

export abstract class Module {
  /** What modules that draw random numbers go by: they draw while training, and not in evaluation. */
  training = true
  /** Whether it stays as it is while others are trained: see `freeze`. */
  frozen = false
  /** The step that this module is being built into; undefined elsewhere. */
  step: Step | undefined = undefined

  abstract forward(...inputs: Tensor[]): Tensor

  /** What this module is made of, by name: its fields, and what lists, records and maps hold ('blocks.0', 'heads.age'). */
  protected members(): [string, unknown][] {
    return Object.entries(this).flatMap(([name, value]) => spread(name, value, []))
  }

  /** The modules directly inside this one, by name. */
  namedChildren(): [string, Module][] {
    return this.members().filter((member): member is [string, Module] => member[1] instanceof Module)
  }

  /** This module and all inside it, each once. */
  modules(): Module[] {
    const found = new Set<Module>()
    const visit = (module: Module) => {
      if (found.has(module)) return
      found.add(module)
      for (const [, child] of module.namedChildren()) visit(child)
    }
    visit(this)
    return [...found]
  }

  /** Puts this module and all inside it into training mode, or into evaluation mode. */
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode && !module.frozen
    return this
  }

  /** Puts this module and all inside it into evaluation mode. */
  eval(): this {
    return this.train(false)
  }

  /**
   * Leaves this module and all inside it as they are while others are trained: their parameters are not changed, and in
   * training they are in evaluation mode, so that running means stay. `freeze(false)` undoes it. A trainer that is there
   * already takes no notice.
   */
  freeze(frozen = true): this {
    for (const module of this.modules()) module.frozen = frozen
    for (const parameter of this.parameters()) parameter.requiresGrad = !frozen
    return this.train(!frozen)
  }

  /**
   * Every parameter once, by path ('fc1.weight'), in PyTorch's order: a module's own, then those of its
   * children. What is shared goes by the path at which it was met first.
   */
  namedParameters(): [path: string, parameter: Parameter][] {
    return this.#named(Parameter)
  }

  /** Every parameter and every other buffer (running means) in the same way. */
  namedBuffers(): [path: string, buffer: Buffer][] {
    return this.#named(Buffer)
  }

  #named<T extends Buffer>(kind: abstract new (...values: never[]) => T): [path: string, buffer: T][] {
    const found = new Map<T, string>()
    const seen = new Set<Module>()
    const visit = (module: Module, path: string) => {
      if (seen.has(module)) return
      seen.add(module)
      for (const [name, value] of module.members())
        if (value instanceof kind && !found.has(value)) found.set(value, path + name)
      for (const [name, child] of module.namedChildren()) visit(child, `${path}${name}.`)
    }
    visit(this, '')
    return [...found].map(([buffer, path]) => [path, buffer])
  }

  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter)
  }

  /** Its class and the numbers it was made with, and all inside, as PyTorch prints a network. */
  toString(): string {
    return this.#print([])
  }

  #print(around: readonly Module[]): string {
    if (around.includes(this)) return `${this.label}(…)`
    const own = Object.entries(this).filter(
      ([, value]) => typeof value === 'number' || typeof value === 'string',
    )
    const settings = own.map(([name, value]) => `${name}=${value}`).join(', ')
    const inside = this.namedChildren().map(([name, child]) =>
      `\n(${name}): ${child.#print([...around, this])}`.replaceAll('\n', '\n  '),
    )
    if (inside.length === 0) return `${this.label}(${settings})`
    return `${this.label}(${settings ? `\n  ${settings}` : ''}${inside.join('')}\n)`
  }

  /** What it is called in print. */
  protected get label(): string {
    return this.constructor.name
  }

  /** How consoles show it. */
  [INSPECT](): string {
    return this.toString()
  }

  /** Copies of all parameters and buffers as they are now, by path. */
  stateDict(): Record<string, Tensor> {
    return Object.fromEntries(this.namedBuffers().map(([path, buffer]) => [path, buffer.copy()]))
  }

  /**
   * Takes over the numbers of a `stateDict()`, or of the nested lists that `JSON.stringify` makes of one. Throws, before
   * anything changes, unless paths and shapes agree.
   */
  loadStateDict(state: Readonly<Record<string, Tensor | NestedNumbers>>): void {
    const values = Object.fromEntries(
      Object.entries(state).map(([path, value]) => [
        path,
        value instanceof Tensor ? value : tensor(value, undefined, path),
      ]),
    )
    const named = this.namedBuffers()
    const known = named.map(([path]) => path)
    const missing = known.filter((path) => !values[path])
    const unknown = Object.keys(values).filter((path) => !known.includes(path))
    const near = unknown[0] && nearestName(unknown[0], missing)
    if (missing.length > 0 || unknown.length > 0)
      throw new OgeeError({
        where: 'loadStateDict',
        problem: 'the paths are not those of the parameters and buffers',
        expected: known.join(', '),
        got: Object.keys(values).join(', '),
        ...(near ? { hint: `'${unknown[0]}' may be meant for '${near}'.` } : {}),
      })
    for (const [path, buffer] of named) buffer.check(values[path] as Tensor, path)
    for (const [path, buffer] of named) buffer.set(values[path] as Tensor)
  }
}

/** A value by its name, or what it holds by theirs. What is no list, record or map holds nothing. */
function spread(name: string, value: unknown, around: readonly unknown[]): [string, unknown][] {
  const entries = around.includes(value) ? undefined : entriesOf(value)
  if (!entries) return [[name, value]]
  return entries.flatMap(([key, entry]) => spread(`${name}.${key}`, entry, [...around, value]))
}

function entriesOf(value: unknown): (readonly [unknown, unknown])[] | undefined {
  if (Array.isArray(value))
    return value.some((entry) => typeof entry === 'object') ? [...value.entries()] : []
  if (value instanceof Map) return [...value]
  const isRecord =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  return isRecord ? Object.entries(value) : undefined
}

/** What `build` makes while `module` is in a mode, and in a step; afterwards each module inside is as it was. */
export function inMode<T>(module: Module, training: boolean, build: () => T, step?: Step): T {
  const before = module.modules().map((each) => [each, each.training, each.step] as const)
  for (const [each] of before) {
    each.training = training && !each.frozen
    each.step = step
  }
  try {
    return build()
  } finally {
    for (const [each, mode, around] of before) {
      each.training = mode
      each.step = around
    }
  }
}

/** A module's forward pass over inputs by name, in their order. */
export function forwardOf(module: Module): (inputs: Readonly<Record<string, Tensor>>) => Tensor {
  return (inputs) => module.forward(...Object.values(inputs))
}
