/** A look inside: what each module of a network gives, and what gradient comes back to it. It changes nothing. */

import { grad } from './grad.ts'
import type { Module } from './module.ts'
import type { Parameter } from './parameter.ts'
import { Tensor, tensor } from './tensor.ts'

/** A forward pass of one module. */
export interface Call {
  /** Of the module inside the network, '' for the network itself. */
  readonly path: string
  readonly module: Module
  readonly inputs: readonly Tensor[]
  readonly output: Tensor
}

/** What `build` makes, and the forward passes that it made of `module` and all inside, as they ended. */
export function trace<T>(
  module: Module,
  build: () => T,
): { readonly result: T; readonly calls: readonly Call[] } {
  const calls: Call[] = []
  const named = pathsOf(module)
  const before = [...named].map(([each]) => [each, Object.getOwnPropertyDescriptor(each, 'forward')] as const)
  for (const [each, path] of named) {
    const forward = each.forward.bind(each)
    const value = (...inputs: Tensor[]) => {
      const output = forward(...inputs)
      calls.push({ path, module: each, inputs, output })
      return output
    }
    Object.defineProperty(each, 'forward', { value, configurable: true, writable: true })
  }
  try {
    return { result: build(), calls }
  } finally {
    for (const [each, own] of before)
      if (own) Object.defineProperty(each, 'forward', own)
      else Reflect.deleteProperty(each, 'forward')
  }
}

export interface Inspection {
  readonly loss: Tensor
  /** Forward passes, each with the gradient of the loss with respect to its output. */
  readonly calls: readonly (Call & { readonly gradient: Tensor })[]
  readonly parameters: readonly {
    readonly path: string
    readonly parameter: Parameter
    readonly gradient: Tensor
  }[]
}

/**
 * Activations and gradients layer by layer, for the parameters and the mode that `module` has now. `loss` gives a
 * scalar that is computed by the module's forward passes. All of it is computed at once, and then plain numbers.
 */
export function inspect(module: Module, loss: () => Tensor): Inspection {
  const { result, calls } = trace(module, loss)
  const parameters = module.namedParameters()
  const wanted = [...calls.map(({ output }) => output), ...parameters.map(([, parameter]) => parameter)]
  const gradients = grad(result, wanted)
  Tensor.compute([result, ...calls.map(({ output }) => output), ...gradients])
  const slopes = gradients.map(numbersOf)
  return {
    loss: numbersOf(result),
    calls: calls.map((call, i) => {
      return { ...call, output: numbersOf(call.output), gradient: slopes[i] as Tensor }
    }),
    parameters: parameters.map(([path, parameter], i) => {
      return { path, parameter, gradient: slopes[calls.length + i] as Tensor }
    }),
  }
}

/** Without what they were computed from, which whatever is made of them would compute again. */
function numbersOf(computed: Tensor): Tensor {
  return tensor(computed.data(), computed.shape)
}

function pathsOf(module: Module, path = '', found = new Map<Module, string>()): Map<Module, string> {
  if (found.has(module)) return found
  found.set(module, path)
  for (const [name, child] of module.namedChildren()) pathsOf(child, path ? `${path}.${name}` : name, found)
  return found
}
