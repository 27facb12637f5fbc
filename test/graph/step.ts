/** A training step of a network of two layers, as the compiler meets it: rows of a table, a loss, Adam. */

import { Random } from '../../src/base/index.ts'
import type { Expr } from '../../src/expr/expr.ts'
import {
  argument,
  contract,
  type Entry,
  elementwise,
  gradients,
  input,
  lookup,
} from '../../src/graph/index.ts'
import { Linear } from '../../src/nn/layers/linear.ts'
import { Adam } from '../../src/nn/optim/index.ts'
import { Tensor } from '../../src/nn/tensor.ts'

export const WIDTHS = { features: 5, hidden: 12, outputs: 3 }

/** Mean squared error of the rows that `rows` names, with this activation between the layers. */
export function trainingStep(activation: Expr, batch = 16, optimizer = new Adam({ lr: 0.01 })) {
  const { features, hidden, outputs } = WIDTHS
  const first = new Linear(features, hidden, { random: Random.seed(1) })
  const second = new Linear(hidden, outputs, { random: Random.seed(2) })
  const rows = input('rows', [batch], { type: 'i32', batched: true, external: true })
  const gather = (name: string, width: number) => lookup(input(name, [0, width], { external: true }), rows)
  const x = new Tensor(gather('x', features))
  const hiddenValues = new Tensor(elementwise(activation, [first.forward(x).node]))
  const output = second.forward(hiddenValues).node
  const error = elementwise(argument(0).sub(argument(1)), [output, gather('y', outputs)])
  const squares = elementwise(
    argument(0)
      .mul(argument(0))
      .div(batch * outputs),
    [error],
  )
  const loss = contract('bo->', squares)
  const parameters = [first, second].flatMap((layer) => [layer.weight, ...(layer.bias ? [layer.bias] : [])])
  const slopes = gradients(
    loss,
    parameters.map(({ node }) => node),
  )
  const entry: Entry = { outputs: { loss }, updates: optimizer.updates(parameters, slopes) }
  return { entry, output, parameters, optimizer }
}
