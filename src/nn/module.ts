/** What layers and networks have in common: parameters, found by walking over the fields. */

import { Parameter } from './parameter.ts'
import type { Tensor } from './tensor.ts'

export abstract class Module {
  abstract forward(...inputs: Tensor[]): Tensor

  /** Modules in the fields of this one, by name; lists of modules count entry by entry. */
  namedChildren(): [string, Module][] {
    return Object.entries(this).flatMap(([name, value]): [string, Module][] => {
      if (value instanceof Module) return [[name, value]]
      if (!Array.isArray(value)) return []
      return value.flatMap((entry, i): [string, Module][] =>
        entry instanceof Module ? [[`${name}.${i}`, entry]] : [],
      )
    })
  }

  /** Every parameter once, by path: 'fc1.weight'. */
  namedParameters(): [string, Parameter][] {
    const found = new Map<Parameter, string>()
    const visit = (module: Module, path: string) => {
      for (const [name, value] of Object.entries(module))
        if (value instanceof Parameter && !found.has(value)) found.set(value, path + name)
      for (const [name, child] of module.namedChildren()) visit(child, `${path}${name}.`)
    }
    visit(this, '')
    return [...found].map(([parameter, name]) => [name, parameter])
  }

  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter)
  }
}
