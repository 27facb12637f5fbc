import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  ACTIVATIONS,
  type ActivationName,
  ELEMENTWISE,
  type ElementwiseName,
  findActivation,
  findElementwise,
  gelu,
  hardSilu,
  leakyRelu,
  silu,
  softmax,
} from '../../src/activations/index.ts'
import { UsageError } from '../../src/base/index.ts'

describe('findActivation', () => {
  test("accepts each framework's spelling and aliases", () => {
    expect(findActivation('leakyRelu')).toBe(leakyRelu)
    expect(findActivation('leaky_relu')).toBe(leakyRelu)
    expect(findActivation('LeakyReLU')).toBe(leakyRelu)
    expect(findActivation('swish')).toBe(silu)
    expect(findActivation('hard_swish')).toBe(hardSilu)
    expect(findActivation('GELU')).toBe(gelu)
    expect(findActivation('softmax')).toBe(softmax)
  })

  test('an unknown name is a mistake in the call, with the nearest name as a hint', () => {
    expect(() => findActivation('sigmiod')).toThrow(UsageError)
    expect(() => findActivation('sigmiod')).toThrow('Did you mean sigmoid?')
    expect(() => findActivation('zzzzzzzzzzzz')).toThrow('There are celu, elu, ')
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
    expect(ELEMENTWISE.length).toBe(ACTIVATIONS.length - 2)
  })
})
