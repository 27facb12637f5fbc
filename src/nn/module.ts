/** What layers and networks have in common: parameters, found by walking over the fields. */

import { Parameter } from './parameter.ts'
import type { Tensor } from './tensor.ts'

export abstract class Module {
  abstract forward(...inputs: Tensor[]): Tensor

  /** Modules in the fields of this one, by name. */
  namedChildren(): [string, Module][] {
    return fieldsOf(this).filter((field): field is [string, Module] => field[1] instanceof Module)
  }

  /** Every parameter once, by path: 'fc1.weight'. */
  namedParameters(): [string, Parameter][] {
    const found = new Map<Parameter, string>()
    const visit = (module: Module, path: string) => {
      for (const [name, value] of fieldsOf(module))
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

/** The fields of a module, lists entry by entry: 'layers.0', 'layers.1', … */
function fieldsOf(module: Module): [string, unknown][] {
  return Object.entries(module).flatMap(([name, value]): [string, unknown][] =>
    Array.isArray(value) ? value.map((entry, i) => [`${name}.${i}`, entry]) : [[name, value]],
  )
}
