import { describe, expect, it } from 'vitest'
import { rrelu } from '../../src/activations/index.ts'
import { Random } from '../../src/base/index.ts'
import { TableNetwork } from '../../src/compare/network.ts'
import { manualSeed, tensor } from '../../src/nn/index.ts'

describe('TableNetwork', () => {
  const network = (seed: number) =>
    new TableNetwork({
      width: 2,
      levels: [],
      hidden: [16, 16],
      outputs: 1,
      activation: rrelu,
      gain: 1,
      random: Random.seed(seed),
    })
  const x = tensor([
    [1, -2],
    [3, 0.5],
  ])

  it('draws random slopes from its own stream, whatever the process has drawn before', () => {
    manualSeed(1)
    const first = network(7).forward(x).data()
    manualSeed(2)
    expect(network(7).forward(x).data()).toEqual(first)
    expect(network(7).eval().forward(x).data()).not.toEqual(first)
  })
})
