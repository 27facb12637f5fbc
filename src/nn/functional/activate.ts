/** An activation at every element of a tensor. */

import type { Activation } from '../../activations/index.ts'
import { nearestName, UsageError } from '../../base/index.ts'
import { argument, elementwise, type Node } from '../../graph/index.ts'
import { checkByName } from '../options.ts'
import { Tensor } from '../tensor.ts'

/** Parameters that are tensors broadcast against `x`, and gradients flow into them; absent ones are the defaults. */
export function activate<P extends string>(
  activation: Activation<P>,
  x: Tensor,
  parameters?: Readonly<Partial<Record<P, number | Tensor>>>,
): Tensor {
  checkByName(activation.name, parameters)
  const inputs: Node[] = [x.node]
  const given = Object.entries<number | Tensor | undefined>(parameters ?? {}).map(([name, value]) => {
    checkParameter(activation, name)
    return [name, value instanceof Tensor ? argument(inputs.push(value.node) - 1) : value]
  })
  return new Tensor(elementwise(activation(argument(0), Object.fromEntries(given)), inputs, undefined, true))
}

function checkParameter({ name: where, parameters }: Activation, name: string): void {
  if (name in parameters) return
  const near = nearestName(name, Object.keys(parameters))
  throw new UsageError({
    where,
    problem: `no parameter '${name}'`,
    expected: Object.keys(parameters).join(' or ') || 'none',
    ...(near ? { hint: `Did you mean '${near}'?` } : {}),
  })
}
