/** What layers and networks have in common: parameters, found by walking over the fields. */

import { nearestName, OgeeError } from '../base/index.ts'
import { Parameter } from './parameter.ts'
import type { Tensor } from './tensor.ts'

export abstract class Module {
  /** What modules that draw random numbers go by: they draw while training, and not in evaluation. */
  training = true

  abstract forward(...inputs: Tensor[]): Tensor

  /** What this module is made of, by name: its fields, lists entry by entry ('blocks.0', 'blocks.1', …). */
  protected members(): [string, unknown][] {
    return Object.entries(this).flatMap(([name, value]): [string, unknown][] =>
      Array.isArray(value) ? value.map((entry, i) => [`${name}.${i}`, entry]) : [[name, value]],
    )
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
    for (const module of this.modules()) module.training = mode
    return this
  }

  /** Puts this module and all inside it into evaluation mode. */
  eval(): this {
    return this.train(false)
  }

  /**
   * Every parameter once, by path ('fc1.weight'), in PyTorch's order: a module's own, then those of its
   * children. What is shared goes by the path at which it was met first.
   */
  namedParameters(): [path: string, parameter: Parameter][] {
    const found = new Map<Parameter, string>()
    const seen = new Set<Module>()
    const visit = (module: Module, path: string) => {
      if (seen.has(module)) return
      seen.add(module)
      for (const [name, value] of module.members())
        if (value instanceof Parameter && !found.has(value)) found.set(value, path + name)
      for (const [name, child] of module.namedChildren()) visit(child, `${path}${name}.`)
    }
    visit(this, '')
    return [...found].map(([parameter, path]) => [path, parameter])
  }

  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter)
  }

  /** Copies of all parameters, by path. While a trainer runs, `trainer.readParameters()` goes first. */
  stateDict(): Record<string, Tensor> {
    return Object.fromEntries(this.namedParameters().map(([path, parameter]) => [path, parameter.copy()]))
  }

  /** Takes over the numbers of a `stateDict()`. Throws, before anything changes, unless paths and shapes agree. */
  loadStateDict(values: Readonly<Record<string, Tensor>>): void {
    const named = this.namedParameters()
    const known = named.map(([path]) => path)
    const missing = known.filter((path) => !values[path])
    const unknown = Object.keys(values).filter((path) => !known.includes(path))
    const near = unknown[0] && nearestName(unknown[0], missing)
    if (missing.length > 0 || unknown.length > 0)
      throw new OgeeError({
        where: 'loadStateDict',
        problem: 'the paths are not those of the parameters',
        expected: known.join(', '),
        got: Object.keys(values).join(', '),
        ...(near ? { hint: `'${unknown[0]}' may be meant for '${near}'.` } : {}),
      })
    for (const [path, parameter] of named) parameter.check(values[path] as Tensor, path)
    for (const [path, parameter] of named) parameter.set(values[path] as Tensor)
  }
}

/** What `build` makes while `module` is in a mode; afterwards each module inside is again in its own. */
export function inMode<T>(module: Module, training: boolean, build: () => T): T {
  const before = module.modules().map((each) => [each, each.training] as const)
  module.train(training)
  try {
    return build()
  } finally {
    for (const [each, mode] of before) each.training = mode
  }
}
