/** One module after another. */

import { UsageError } from '../../base/index.ts'
import { Module } from '../module.ts'
import type { Tensor } from '../tensor.ts'

export class Sequential extends Module {
  readonly layers: readonly Module[]

  constructor(...layers: readonly Module[]) {
    super()
    const at = layers.findIndex((layer: unknown) => !(layer instanceof Module))
    if (at >= 0)
      throw new UsageError({
        where: 'Sequential',
        problem: `layer ${at} is no module`,
        hint: 'Give the layers one by one: new Sequential(first, second), or new Sequential(...list).',
      })
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
