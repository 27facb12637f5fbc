/** One module after another. */

import { Module } from '../module.ts'
import type { Tensor } from '../tensor.ts'

export class Sequential extends Module {
  readonly layers: readonly Module[]

  constructor(...layers: readonly Module[]) {
    super()
    this.layers = layers
  }

  override forward(x: Tensor): Tensor {
    return this.layers.reduce((value, layer) => layer.forward(value), x)
  }

  /** As in PyTorch, the layers go by their numbers alone: '0.weight'. */
  protected override members(): [string, unknown][] {
    const others = super.members().filter(([name]) => !name.startsWith('layers.'))
    return [...this.layers.map((layer, i): [string, unknown] => [`${i}`, layer]), ...others]
  }
}
