import { expect, test } from 'vitest'
import { renderCompareText } from '../../src/report/index.ts'
import { sampleReport } from './sample.ts'

const plain = (columns: number) => ({ columns, colour: false })

test('at 80 columns the ranking stands beside its drawing, and the verdict last', () => {
  expect(renderCompareText(sampleReport().result, plain(80))).toMatchInlineSnapshot(`
    "species · 342 of 344 rows · 5 folds × 2 repeats · seed 0

                  accuracy ± std  0.929          0.981  to best  p (Holm)  per epoch
    1  gelu       0.969 ± 0.012             ─────●────        –         –    1.20 ms
    2  relu       0.968 ± 0.009              ───●───     −0.004     0.850    1.40 ms
    3  silu       0.966 ± 0.013            ─────●─────   −0.008     0.700    1.60 ms
    4  mish       0.959 ± 0.007           ───●───        −0.012     0.550    1.80 ms
    5  tanh       0.956 ± 0.010         ────●────        −0.016     0.400    2.00 ms
    6  elu        0.952 ± 0.009        ────●───          −0.020     0.250    2.20 ms
    7  leakyRelu  0.947 ± 0.008       ───●───            −0.024     0.100    2.40 ms
    8  selu       0.939 ± 0.011   ────●────              −0.028   < 0.001    2.60 ms

    No clear winner: gelu leads, but the others are not clearly worse.
    "
  `)
})

test('a training that diverged is ranked with words in place of a score', () => {
  const { result } = sampleReport({ names: ['relu', 'selu'], task: 'regression', diverged: true })
  expect(renderCompareText(result, plain(80))).toMatchInlineSnapshot(`
    "species · 342 of 344 rows · 5 folds × 2 repeats · seed 0

             R² ± std             0.963          0.980  to best  p (Holm)  per epoch
    1  relu  0.972 ± 0.009        ──────────●─────────        –         –    1.20 ms
    2  selu  diverged in 2 of 10                              –         –    1.40 ms

    No clear winner: relu leads, but the others are not clearly worse.
    "
  `)
})

test.each([40, 50, 60, 72, 80, 100, 132, 200])('no line is wider than %d columns', (columns) => {
  const names = ['gelu', 'anActivationWithAVeryLongNameIndeed']
  const text = renderCompareText(sampleReport({ names, diverged: true }).result, plain(columns))
  for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(columns)
})

test('colour adds escape sequences and nothing else', () => {
  const { result } = sampleReport()
  const coloured = renderCompareText(result, { columns: 80, colour: true })
  expect(coloured).toContain('\u001b[1m')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(renderCompareText(result, plain(80)))
})

test('a name cannot steer the terminal', () => {
  const { result } = sampleReport({ names: ['\u001b[2Jrelu\n', 'selu'] })
  const text = renderCompareText({ ...result, target: '\u001b]0;x\u0007', verdict: 'a\u001bb' }, plain(80))
  expect(text).not.toMatch(/[^\P{Cc}\n]/u)
})

test('rows, scores and times use plain spaces between thousands', () => {
  const { result } = sampleReport()
  const text = renderCompareText(
    { ...result, data: { ...result.data, rows: 1_000_000, used: 999_999 } },
    plain(80),
  )
  expect(text).toContain('999 999 of 1 000 000 rows')
})
