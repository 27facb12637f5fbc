import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeJson, encodeJson } from '../../src/tune/json.ts'

describe("Python's JSON", () => {
  it('is written as json.dumps writes it without spaces (oracle: CPython 3.11)', () => {
    const value = {
      a: [NaN, Infinity, -Infinity, 1, 0.1, 1e-7],
      b: { c: null, d: 'NaN', skipped: undefined },
    }
    expect(encodeJson(value)).toBe('{"a":[NaN,Infinity,-Infinity,1,0.1,1e-7],"b":{"c":null,"d":"NaN"}}')
  })

  it('leaves the tokens alone where they are words in a text', () => {
    expect(decodeJson('{"NaN":"a \\"NaN\\" and -Infinity","x":[NaN,-Infinity,"Infinity"]}')).toEqual({
      NaN: 'a "NaN" and -Infinity',
      x: [NaN, -Infinity, 'Infinity'],
    })
  })

  it('comes back as it went, for any JSON with NaN and infinities in it', () => {
    const number = fc.double().map((x) => x + 0) // −0 becomes 0: JSON.stringify writes no sign
    const leaf = fc.oneof(number, fc.string({ unit: 'binary' }), fc.boolean(), fc.constantFrom(null, 'NaN'))
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('tree')),
        fc.dictionary(fc.string(), tie('tree'), { noNullPrototype: true }),
      ),
    }))
    fc.assert(
      fc.property(tree, (value) => {
        expect(decodeJson(encodeJson(value))).toEqual(value)
      }),
      { seed: 3, numRuns: 100 },
    )
  })

  it('is refused where it is none', () => {
    for (const text of ['', '{', 'nan', '{"a":Inf}', '[NaN'])
      expect(() => decodeJson(text)).toThrow(SyntaxError)
  })
})
