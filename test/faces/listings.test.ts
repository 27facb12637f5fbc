/** What users type, as they type it: two faces and an activation of one's own. */

import { type Tensor as AnyTensor, F, manualSeed, nn, randn, type Tensor, tensor } from 'ogee'
import { activation, gelu, sigmoid } from 'ogee/activations'
import { layers, sequential } from 'ogee/keras'
import { describe, expect, it } from 'vitest'

class SimpleNN extends nn.Module {
  readonly fc1: nn.Linear
  readonly fc2: nn.Linear
  constructor(
    inputDim: number,
    hiddenDim: number,
    outputDim: number,
    readonly activation: nn.Module,
  ) {
    super()
    this.fc1 = new nn.Linear(inputDim, hiddenDim)
    this.fc2 = new nn.Linear(hiddenDim, outputDim)
  }
  forward(x: Tensor): Tensor {
    x = this.activation.forward(this.fc1.forward(x))
    return F.softmax(this.fc2.forward(x), { dim: -1 })
  }
}

/** A plain float64 forward pass over the network's own weights. */
function byHand({ fc1, fc2 }: SimpleNN, x: ArrayLike<number>): number[] {
  const affine = ({ weight, bias, inFeatures }: nn.Linear, input: ArrayLike<number>) =>
    Array.from(bias?.data() ?? [], (b, o) =>
      Array.from(input).reduce((sum, v, i) => sum + v * (weight.data()[o * inFeatures + i] as number), b),
    )
  const logits = affine(
    fc2,
    affine(fc1, x).map((v) => Math.max(0, v)),
  )
  const exponentials = logits.map((z) => Math.exp(z - Math.max(...logits)))
  return exponentials.map((e) => e / exponentials.reduce((a, b) => a + b))
}

describe("PyTorch's face", () => {
  it('runs a module, lazily, to the numbers of a plain forward pass', () => {
    const model = new SimpleNN(10, 20, 5, new nn.ReLU())
    const x: AnyTensor = randn([1, 10])
    const y = model.forward(x)
    expect(y.toString()).toMatch(/^tensor\(\[\[(0\.\d{4}(, )?){5}\]\], shape \[1, 5\]\)$/)
    const expected = byHand(model, x.data())
    y.data().forEach((p, i) => {
      expect(p).toBeCloseTo(expected[i] as number, 6)
    })
  })
})

describe("PyTorch's modes", () => {
  it('draw in training, and not in evaluation; functions take options by name', () => {
    manualSeed(3)
    const model = new nn.Sequential(new nn.Linear(4, 8), new nn.RReLU(), new nn.Dropout(0.2), new nn.GLU())
    const x = randn([2, 4])
    expect(model.train().forward(x).data()).not.toEqual(model.forward(x).data())
    expect(model.eval().forward(x).data()).toEqual(model.forward(x).data())
    expect(F.gumbel_softmax(x, { tau: 0.5, hard: true, dim: -1 }).sum().item()).toBe(2)
    expect(F.entmax(x, { alpha: tensor(1.3), dim: 1 }).shape).toEqual([2, 4])
    expect(F.dropout(x, { p: 0.5, training: false })).toBe(x)
    // @ts-expect-error: softmax has no temperature.
    expect(() => F.softmax(x, { tau: 2 })).toThrow("softmax: no option 'tau'")
  })
})

describe("Keras' face", () => {
  it('compiles, fits, evaluates', async () => {
    const model = sequential([
      layers.dense({ units: 64, kernelInitializer: 'heNormal', inputShape: [10] }),
      layers.activation('relu'),
      layers.dense({ units: 32 }),
      layers.activation('sigmoid'),
      layers.dense({ units: 10 }),
      layers.activation('softmax'),
    ])
    model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] })
    const numbers = Array.from({ length: 3000 }, (_, i) => Math.sin(i * i))
    const x = tensor(Float32Array.from(numbers), [300, 10])
    const y = Array.from({ length: 300 }, (_, i) => Math.floor(((numbers[10 * i] as number) + 1) * 4.99))
    const { history } = await model.fit(x, y, { epochs: 10, batchSize: 32, validationSplit: 0.2, verbose: 0 })
    const { loss, accuracy } = await model.evaluate(x, y)
    expect(Object.keys(history).sort()).toEqual(['accuracy', 'loss', 'val_accuracy', 'val_loss'])
    expect(history.val_loss).toHaveLength(10)
    expect(history.loss?.at(-1)).toBeLessThan(history.loss?.[0] as number)
    expect(loss).toBeLessThan(Math.log(10))
    const p = (await model.predict(x)).data()
    const byPredictions = y.map((label, i) => {
      const row = Array.from(p.subarray(10 * i, 10 * i + 10))
      return { hit: row.indexOf(Math.max(...row)) === label, nll: -Math.log(row[label] as number) }
    })
    expect(accuracy).toBeCloseTo(byPredictions.filter(({ hit }) => hit).length / 300, 10)
    expect(loss).toBeCloseTo(byPredictions.reduce((sum, { nll }) => sum + nll, 0) / 300, 5)
    expect(model.summary()).toMatch(/Total params: 3,114/)
  })

  it('keeps the gradient at logits no probability could hold', async () => {
    const model = sequential([layers.dense({ units: 2, activation: 'softmax', inputShape: [1] })])
    model.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' })
    const { history } = await model.fit([[1e4], [-1e4]], [0, 1], { epochs: 3, verbose: 0 })
    expect(history.loss?.every(Number.isFinite)).toBe(true)
  })
})

describe('an activation of your own', () => {
  it('evaluates with its derivative on a device', () => {
    const mine = activation('mine', (x) => x.mul(sigmoid(x.mul(1.3))))
    const { value, derivative } = mine.evaluate(Float32Array.of(-1, 0, 1), { device: 'wasm' })
    const s = 1 / (1 + Math.exp(-1.3))
    expect(value[2]).toBeCloseTo(s, 6)
    expect(derivative[2]).toBeCloseTo(s + 1.3 * s * (1 - s), 6)
    expect(gelu.evaluate([0], { device: 'js' }).derivative[0]).toBe(0.5)
  })
})
