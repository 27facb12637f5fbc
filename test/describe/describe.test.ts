/** Activations as records, and what is said of them. */

import { expect, describe as group, test } from 'vitest'
import {
  ACTIVATIONS,
  activation,
  ELEMENTWISE,
  gelu,
  hardElish,
  prelu,
  relu,
  rrelu,
  selu,
  sigmoid,
  softmax,
  softmax2d,
  softplus,
  sparsePlus,
  sqnl,
  step,
} from '../../src/activations/index.ts'
import { describe, neuronFigure, outline, vectorFigure } from '../../src/describe/index.ts'

group('describe', () => {
  test('states what the entry states, and derives the rest', () => {
    const record = describe(gelu)
    expect(record).toMatchObject({ name: 'gelu', kind: 'elementwise', family: 'gated', year: 2016 })
    expect(record.function?.value.text).toBe('x·Φ(x)')
    expect(record.function?.properties.minimum?.value).toBeCloseTo(-0.16997, 5)
    expect(record.frameworks).toContainEqual({
      framework: 'pytorch',
      name: 'F.gelu',
      defaults: {},
      note: null,
    })
  })

  test('parameters come with their ranges, and variants with theirs', () => {
    expect(describe(prelu).parameters).toMatchObject([{ name: 'slope', default: 0.25, learned: true }])
    expect(describe(prelu.with({ slope: 0.5 })).parameters).toMatchObject([{ default: 0.5, learned: false }])
    expect(describe(rrelu).parameters.map(({ random }) => random)).toEqual([false, false, true])
  })

  test('what acts along an axis has no formula of one variable', () => {
    expect(describe(softmax)).toMatchObject({ kind: 'vector', function: null })
  })

  test('every entry of the catalogue can be described', () => {
    for (const entry of ACTIVATIONS) {
      const record = describe(entry)
      expect(record.family, entry.name).not.toBeNull()
      expect(record.summary, entry.name).not.toBe('')
    }
  })
})

test('an outline says the same as the whole record, as far as it goes', () => {
  for (const entry of ACTIVATIONS) expect(describe(entry)).toMatchObject(outline(entry))
})

group('sentences from properties', () => {
  const said = (entry: typeof relu) => {
    const { use, pitfalls } = describe(entry)
    return [...use, ...pitfalls].join(' ')
  }

  test('relu can die, and is not centred', () => {
    expect(said(relu)).toMatch(/Exactly flat on the left/)
    expect(said(relu)).toMatch(/mean 0\.399/)
  })

  test('a step is held to be flat and to jump once each, and not to be steep', () => {
    expect(describe(step).pitfalls.filter((text) => /slope|derivative|gradient|jump/.test(text))).toEqual([
      'It jumps: no gradient knows of the jump.',
      'Its slope is 0 everywhere: nothing before it learns.',
      'Exactly flat on both sides: a unit pushed out there gets no gradient and may never return.',
    ])
  })

  test('what is constant far out is held to be flat, wherever its slope begins to fall', () => {
    expect(said(sparsePlus)).toMatch(/Exactly flat on the left/)
    expect(said(hardElish)).toMatch(/Exactly flat on the left/)
    expect(said(sqnl)).toMatch(/Exactly flat on both sides/)
    expect(said(softplus)).not.toMatch(/Exactly flat/)
  })

  test.each(['1/x', 'log(x)', 'x ** x'])('%s is of no use in a hidden layer', (formula) => {
    expect(said(activation('own', formula))).toMatch(/no finite variance: it is of no use/)
  })

  test('nothing in the catalogue is of no use there', () => {
    for (const entry of ELEMENTWISE) expect(said(entry), entry.name).not.toMatch(/no use/)
  })

  test('a sigmoid saturates on both sides and starves gradients', () => {
    expect(said(sigmoid)).toMatch(/Saturates on both sides: beyond \|x\| = 4\.5/)
    expect(said(sigmoid)).toMatch(/variance of gradients/)
    expect(said(sigmoid)).not.toMatch(/Exactly flat/)
  })

  test('selu keeps what is normalised, and nothing is held against it', () => {
    expect(said(selu)).toMatch(/Keeps mean 0 and variance 1/)
    expect(said(selu)).not.toMatch(/Not centred|Saturates|Steep/)
  })
})

group('figures', () => {
  test('what acts on an axis further in front is shown along that axis', () => {
    expect(vectorFigure(softmax2d, [2, 1, 0.1])).toMatchObject({
      bars: vectorFigure(softmax, [2, 1, 0.1]).bars,
    })
  })

  test('softmax of 2, 1, 0.1 is 0.66, 0.24, 0.10', () => {
    const { bars } = vectorFigure(softmax, [2, 1, 0.1])
    expect(bars.map(({ value }) => value.toFixed(2))).toEqual(['0.66', '0.24', '0.10'])
    expect(bars.map(({ label }) => label)).toEqual(['2', '1', '0.1'])
  })

  test('the weight turns a neuron’s line, the bias shifts it', () => {
    const { lines } = neuronFigure({ weight: 2, biases: [0, 1] })
    const [first, second] = lines
    expect(first?.y.map((y, i) => y / (first.x[i] as number))[0]).toBeCloseTo(2, 12)
    for (const [i, y] of (first?.y ?? []).entries()) expect(second?.y[i]).toBeCloseTo(y + 1, 12)
  })
})
