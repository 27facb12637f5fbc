import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText, escapeText, html, trusted } from '../../src/report/html.ts'

test('a value cannot open a tag or leave an attribute, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeText(text)).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/)
    }),
    { seed: 1 },
  )
})

test('escaped text reads as it was, control characters apart', () => {
  expect(escapeText(`<b a="1">'&amp;'`)).toBe('&lt;b a=&quot;1&quot;&gt;&#39;&amp;amp;&#39;')
  expect(cleanText('a\u001b[31mb\u0000\tc')).toBe('a\ufffd[31mb\ufffd\tc')
})

test('markup is placed as it is, lists in order, and nothing for what is absent', () => {
  const item = html`<i>${'<'}</i>`
  expect(html`${[item, trusted('<br>')]}${null}${undefined}${false}${0}`.markup).toBe('<i>&lt;</i><br>0')
})
