/** An activation at every element of a tensor. */

import type { Activation } from '../../activations/index.ts'
import { argument, elementwise, type Node } from '../../graph/index.ts'
import { Tensor } from '../tensor.ts'

/** Parameters that are tensors broadcast against `x`, and gradients flow into them; absent ones are the defaults. */
export function activate(
  activation: Activation,
  x: Tensor,
  parameters: Readonly<Record<string, number | Tensor>> = {},
): Tensor {
  const inputs: Node[] = [x.node]
  const values = Object.entries(parameters).map(([name, value]) => [
    name,
    value instanceof Tensor ? argument(inputs.push(value.node) - 1) : value,
  ])
  return new Tensor(elementwise(activation(argument(0), Object.fromEntries(values)), inputs))
}
