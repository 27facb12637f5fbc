/** What the catalogue says PyTorch has is there under PyTorch's names, and is the catalogue's function. */

import { describe, expect, it } from 'vitest'
import { type Activation, entriesIn, type VectorActivation } from '../../src/activations/index.ts'
import * as nn from '../../src/nn/index.ts'

const SPELT = entriesIn('pytorch').flatMap((entry) =>
  (entry.frameworks.pytorch ?? []).map(({ name, defaults }) => ({ name, defaults, entry })),
)

/** [2, 4, 2, 2], so that all act along axes that are there; nothing at a kink. */
const x = nn.tensor(
  Array.from({ length: 32 }, (_, i) => 4 * Math.sin(1 + i * i)),
  [2, 4, 2, 2],
)

/** The entry itself in evaluation, with the defaults that PyTorch has. */
function own(
  entry: Activation | VectorActivation,
  defaults: Readonly<Record<string, number>> = {},
): nn.Tensor {
  const made = entry.kind === 'elementwise' ? nn.moduleOf(entry.with(defaults)) : nn.moduleOf(entry)
  return made.eval().forward(x)
}

const functions = SPELT.filter(({ name }) => /^F\.\w+$/.test(name))
const modules = SPELT.filter(({ name }) => /^nn\.\w+$/.test(name))

describe("PyTorch's names", () => {
  /** It has no evaluation mode there. */
  it.each(functions.filter(({ name }) => name !== 'F.gumbel_softmax'))(
    '$name',
    ({ name, defaults, entry }) => {
      const functional = nn.F as Readonly<Record<string, unknown>>
      const act = functional[name.slice(2)] as (x: nn.Tensor) => nn.Tensor
      expect(act(x).data()).toEqual(own(entry, defaults).data())
    },
  )

  it.each(modules)('$name', ({ name, defaults, entry }) => {
    const classes = nn as unknown as Readonly<Record<string, new () => nn.Module>>
    const module = new (classes[name.slice(3)] as new () => nn.Module)()
    expect(module.eval().forward(x).data()).toEqual(own(entry, defaults).data())
  })

  it('are those of all activations that PyTorch 1.13 and 2 export', () => {
    const listed = [
      ...[
        'ELU',
        'Hardshrink',
        'Hardsigmoid',
        'Hardtanh',
        'Hardswish',
        'LeakyReLU',
        'LogSigmoid',
        'PReLU',
        'ReLU',
      ],
      ...[
        'ReLU6',
        'RReLU',
        'SELU',
        'CELU',
        'GELU',
        'Sigmoid',
        'SiLU',
        'Mish',
        'Softplus',
        'Softshrink',
        'Softsign',
      ],
      ...['Tanh', 'Tanhshrink', 'Threshold', 'GLU', 'Softmin', 'Softmax', 'Softmax2d', 'LogSoftmax'],
      ...['AdaptiveLogSoftmaxWithLoss', 'Identity', 'Dropout'],
    ]
    expect(listed.filter((name) => !(name in nn))).toEqual([])
    const spelt = modules.map(({ name }) => name.slice(3))
    const layers = ['AdaptiveLogSoftmaxWithLoss', 'Dropout']
    expect(listed.filter((name) => !spelt.includes(name) && !layers.includes(name))).toEqual([])
  })

  it('take options in the order of PyTorch', () => {
    const at = (module: nn.Module, value: number) =>
      module
        .eval()
        .forward(nn.tensor([value]))
        .item()
    expect(at(new nn.LeakyReLU(0.5), -2)).toBe(-1)
    expect(at(new nn.Hardtanh(-2, 3), 5)).toBe(3)
    expect(at(new nn.Threshold(1, 7), 0.5)).toBe(7)
    expect(at(new nn.RReLU(0.25, 0.75), -2)).toBe(-1)
    expect(at(new nn.Softshrink(1), -3)).toBe(-2)
    expect(() => new nn.LeakyReLU(7)).toThrow('slope')
  })
})

describe('RReLU', () => {
  it('draws slopes between its bounds in training', () => {
    nn.manualSeed(2)
    const slopes = new nn.RReLU(0.2, 0.4)
      .forward(nn.tensor(new Float32Array(2000).fill(-1), [2000]))
      .neg()
      .data()
    expect(Math.min(...slopes)).toBeGreaterThanOrEqual(0.2)
    expect(Math.max(...slopes)).toBeLessThanOrEqual(0.4)
    /** The standard error of the mean is 0.0013. */
    expect(Math.abs(slopes.reduce((a, b) => a + b) / 2000 - 0.3)).toBeLessThan(0.006)
  })
})
