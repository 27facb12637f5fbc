import { describe, expect, it } from 'vitest'
import { entriesIn } from '../../../src/activations/index.ts'
import { F, tensor } from '../../../src/nn/index.ts'

describe('F', () => {
  const names = entriesIn('pytorch').flatMap((entry) =>
    (entry.frameworks.pytorch ?? []).flatMap(({ name }) => /^F\.(\w+)$/.exec(name)?.[1] ?? []),
  )

  it.each(names)("has PyTorch's %s", (name) => {
    expect(Object.keys(F)).toContain(name)
  })

  it('takes parameters by name', () => {
    const x = tensor([-2, -0.25, 0.25, 2])
    expect([...F.softshrink(x).data()]).toEqual([-1.5, 0, 0, 1.5])
    expect([...F.threshold(x, { threshold: 1, value: 7 }).data()]).toEqual([7, 7, 7, 2])
    expect([...F.hardtanh(x, { low: 0, high: 1 }).data()]).toEqual([0, 0, 0.25, 1])
  })

  it('takes options by name alone: a number would be taken for none', () => {
    const x = tensor([[1, 2]])
    // @ts-expect-error An axis goes by its name.
    expect(() => F.softmax(x, 0)).toThrow(
      'softmax: options go by name — expected an object, such as { dim: 1 }',
    )
    // @ts-expect-error A slope goes by its name.
    expect(() => F.leaky_relu(x, 0.1)).toThrow('leakyRelu: options go by name')
    // @ts-expect-error This one has another name in PyTorch.
    expect(() => F.leaky_relu(x, { negative_slope: 0.1 })).toThrow(
      "no parameter 'negative_slope' — expected slope",
    )
    // @ts-expect-error There is no such function.
    expect(F.rleu).toBeUndefined()
  })
})
