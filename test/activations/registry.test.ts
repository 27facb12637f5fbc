import { describe, expect, expectTypeOf, test } from 'vitest'
import * as catalogue from '../../src/activations/catalogue.ts'
import {
  ACTIVATIONS,
  type ActivationName,
  activation,
  ELEMENTWISE,
  type ElementwiseName,
  elu,
  entriesIn,
  FAMILIES,
  FRAMEWORKS,
  type Framework,
  familyOf,
  findActivation,
  findElementwise,
  findIn,
  gelu,
  geluTanh,
  hardSigmoid,
  hardSilu,
  leakyRelu,
  prelu,
  relu6,
  silu,
  softmax,
} from '../../src/activations/index.ts'
import { UsageError } from '../../src/base/index.ts'
import * as nn from '../../src/nn/index.ts'

test('what an entry says of several names of a framework holds for each', () => {
  const note = 'Slope 1 at 6.'
  expect(relu6.frameworks.tfjs).toEqual([
    { name: 'relu6', note },
    { name: 'tf.relu6', note },
  ])
  expect(relu6.frameworks.keras).toEqual([{ name: 'relu6' }])
})

describe('families', () => {
  test('an entry belongs to the family in whose file it stands; variants belong to none', () => {
    expect(familyOf(gelu)).toBe('gated')
    expect(familyOf(softmax)).toBe('normalising')
    expect(familyOf(elu.with({ alpha: 2 }))).toBe('exponential')
    expect(familyOf(activation('mine', 'x * tanh(x)'))).toBeUndefined()
    expect(FAMILIES).toContain('rectified')
    for (const entry of ACTIVATIONS) expect(FAMILIES).toContain(familyOf(entry))
  })

  test('what the families hold and what can be imported by name is the same', () => {
    expect(Object.values(catalogue).toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(ACTIVATIONS)
  })
})

describe("frameworks' spellings", () => {
  const defaultsOf = (entry: ReturnType<typeof findActivation>) =>
    entry.kind === 'elementwise'
      ? Object.fromEntries(Object.entries(entry.parameters).map(([key, value]) => [key, value.default]))
      : {}

  test.each([
    ['keras.leaky_relu', 'leakyRelu(slope=0.2)', { slope: 0.2 }],
    ['keras.layers.LeakyReLU', 'leakyRelu(slope=0.3)', { slope: 0.3 }],
    ['tf.leakyRelu', 'leakyRelu(slope=0.2)', { slope: 0.2 }],
    ['torch.nn.functional.leaky_relu', 'leakyRelu', { slope: 0.01 }],
    ['flax.linen.PReLU', 'prelu(slope=0.01)', { slope: 0.01 }],
    ['jax.nn.gelu', 'geluTanh', {}],
    ['keras.gelu', 'gelu', {}],
    ['keras.ops.gelu', 'geluTanh', {}],
    ['mlx.nn.gelu', 'gelu', {}],
    ['tfjs.hardSigmoid', 'hardSigmoid(edge=2.5)', { edge: 2.5 }],
    ['burn::nn::PRelu', 'prelu', { slope: 0.25 }],
  ])('%s is %s, with the defaults it has there', (name, entry, defaults) => {
    const found = findActivation(name)
    expect(found.name).toBe(entry)
    expect(defaultsOf(found)).toEqual(defaults)
  })

  test('findIn looks where it is told', () => {
    expect(defaultsOf(findIn('keras', 'leaky_relu'))).toEqual({ slope: 0.2 })
    expect(findIn('pytorch', 'LeakyReLU')).toBe(leakyRelu)
    expect(findIn('jaxjs', 'gelu')).toBe(geluTanh)
    expect(() => findIn('flax', 'mish')).toThrow('flax has no activation "mish"')
    expect(() => findIn('keras', 'relu7')).toThrow('Did you mean relu?')
  })

  test('a name that frameworks disagree on means ours, and so does a plain one', () => {
    expect(findActivation('nn.gelu')).toBe(gelu)
    expect(findActivation('nn.PReLU')).toBe(prelu)
    expect(findActivation('hardsigmoid')).toBe(hardSigmoid)
    expect(findActivation('gelu_approx')).toBe(geluTanh)
  })

  test('every spelling is found where it is said to be, and its defaults are within range', () => {
    for (const framework of FRAMEWORKS)
      for (const entry of entriesIn(framework))
        for (const { name, defaults } of entry.frameworks[framework] ?? []) {
          const found = findIn(framework, name)
          const variant = defaults && entry.kind === 'elementwise' ? entry.with(defaults) : entry
          expect([found.name, defaultsOf(found)], `${framework}: ${name}`).toEqual([
            variant.name,
            defaultsOf(variant),
          ])
        }
  })

  test('no framework spells two functions alike', () => {
    for (const framework of FRAMEWORKS) {
      const names = ACTIVATIONS.flatMap((entry) => entry.frameworks[framework] ?? []).map(({ name }) => name)
      expect(new Set(names).size, framework).toBe(names.length)
    }
  })

  test('entriesIn lists what a framework has', () => {
    const has = (framework: Framework) => entriesIn(framework).map(({ name }) => name)
    expect(has('flax')).not.toContain('mish')
    expect(has('tfjs')).toContain('geluTanh')
  })
})

describe('findActivation', () => {
  test("accepts each framework's spelling and aliases", () => {
    expect(findActivation('leakyRelu')).toBe(leakyRelu)
    expect(findActivation('leaky_relu')).toBe(leakyRelu)
    expect(findActivation('LeakyReLU')).toBe(leakyRelu)
    expect(findActivation('swish')).toBe(silu)
    expect(findActivation('hard_swish')).toBe(hardSilu)
    expect(findActivation('GELU')).toBe(gelu)
    expect(findActivation('softmax')).toBe(softmax)
    expect(findActivation('nn.LeakyReLU')).toBe(leakyRelu)
    expect(findActivation('F.gelu')).toBe(gelu)
  })

  test('finds a variant by the name that it was given', () => {
    const variant = elu.with({ alpha: 0.5 })
    expect(findElementwise(variant.name).expression).toBe(variant.expression)
    expect(findElementwise('ELU( alpha = 0.5 )').expression).toBe(variant.expression)
    expect(() => findActivation('elu(beta=1)')).toThrow('elu: no parameter "beta"')
    expect(() => findActivation('elu(alpha=)')).toThrow('alpha is out of range')
    expect(() => findActivation('elu(alpha=-1)')).toThrow('expected a number from 0 to 100, got -1')
  })

  test('an unknown name is a mistake in the call, with the nearest name as a hint', () => {
    expect(() => findActivation('sigmiod')).toThrow(UsageError)
    expect(() => findActivation('sigmiod')).toThrow('Did you mean sigmoid?')
    expect(() => findActivation('nn.LeakyRelU2')).toThrow('Did you mean leakyRelu?')
    expect(() => findActivation('zzzzzzzzzzzz')).toThrow(
      'ACTIVATIONS, or `ogee functions`, lists what there is',
    )
  })

  test.each(['adaptiveLogSoftmax', 'adaptive_log_softmax', 'nn.AdaptiveLogSoftmaxWithLoss'])(
    '%s is a layer, and what the message hints at makes one',
    (name) => {
      expect(() => findActivation(name)).toThrow(UsageError)
      expect(() => findActivation(name)).toThrow('no activation but a layer with weights of its own')
      const { parts } = caught(() => findActivation(name))
      const [, expression] = /^import \{ nn \} from 'ogee'; (.*)$/.exec(parts.hint ?? '') ?? []
      expect(new Function('nn', `return ${expression}`)(nn)).toBeInstanceOf(nn.AdaptiveLogSoftmaxWithLoss)
    },
  )

  test('a name of a million letters is refused quickly, and not repeated in full', () => {
    for (const bomb of ['x'.repeat(1e6), 'a.'.repeat(5e5), '('.repeat(1e6), `elu(${'a,'.repeat(5e5)})`]) {
      let message = ''
      try {
        findActivation(bomb)
      } catch (error) {
        message = (error as UsageError).message
      }
      expect(message).not.toBe('')
      expect(message.length).toBeLessThan(5000)
    }
  })

  test("names that every object has are nobody's", () => {
    expect(() => findActivation('constructor.relu6')).not.toThrow()
    expect(() => findActivation('constructor')).toThrow(UsageError)
    expect(() => findActivation('elu(toString=1)')).toThrow('elu: no parameter "toString"')
    expect(() => findIn('theano' as Framework, 'relu')).toThrow('no framework of this name is known')
  })

  test('those that act along an axis are not for hidden layers', () => {
    expect(findElementwise('mish').name).toBe('mish')
    expect(() => findElementwise('softmax')).toThrow('softmax acts along an axis')
  })

  test('no two activations share a name or alias', () => {
    const names = ACTIVATIONS.flatMap(({ name, aliases }) => [name, ...aliases]).map((n) => n.toLowerCase())
    expect(new Set(names).size).toBe(names.length)
  })

  test('names are a type, derived from the exports', () => {
    expectTypeOf<'leakyRelu'>().toExtend<ElementwiseName>()
    expectTypeOf<'softmax'>().toExtend<ActivationName>()
    expectTypeOf<'softmax'>().not.toExtend<ElementwiseName>()
  })

  test('every entry says what it computes', () => {
    for (const { summary } of ACTIVATIONS) expect(summary).not.toBe('')
    expect(ELEMENTWISE.length).toBeLessThan(ACTIVATIONS.length)
  })
})

function caught(action: () => unknown): UsageError {
  try {
    action()
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
