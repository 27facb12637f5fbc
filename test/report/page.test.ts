import { expect, test, vi } from 'vitest'
import type { CompareReport } from '../../src/records/compare.ts'
import { renderCompareReport } from '../../src/report/index.ts'
import { NAMES, sampleReport } from './sample.ts'

const HOSTILE = `</td><script>alert(1)</script><img src=x onerror=alert(2)>"'&`

function texts(page: string, pattern: RegExp): string[] {
  return [...page.matchAll(pattern)].map((match) => match[1] ?? '')
}

function renamed(report: CompareReport, name: string): CompareReport {
  return JSON.parse(JSON.stringify(report).replaceAll('"gelu"', JSON.stringify(name)))
}

test('the sections stand in their order, the verdict first', async () => {
  const report = sampleReport()
  const page = await renderCompareReport(report)
  expect(texts(page, /<h1>([^<]*)<\/h1>/g)).toEqual([report.result.verdict])
  expect(texts(page, /<h2 id="([a-z]+)"/g)).toEqual([
    'compared',
    'ranking',
    'scores',
    'differences',
    'curves',
    'time',
    'functions',
    'columns',
    'settings',
    'reproduce',
  ])
})

test('every chart says in words what it shows, and every section with a chart has a table', async () => {
  const page = await renderCompareReport(sampleReport())
  const charts = texts(page, /<svg ([^>]*)>/g)
  // Scores twice (wide and narrow), intervals, shares, times; curves and functions per activation.
  expect(charts).toHaveLength(5 + 2 * NAMES.length)
  for (const chart of charts) expect(chart).toMatch(/role="img" aria-label="[^"]{20,}"/)
  for (const section of page.split('<section').filter((part) => part.includes('<svg')))
    expect(section).toMatch(/<details>.*<table>/s)
})

test('every table has a caption, and every header a scope', async () => {
  const page = await renderCompareReport(sampleReport())
  const tables = texts(page, /<table>(.*?)<\/table>/gs)
  expect(tables).toHaveLength(7)
  for (const table of tables) {
    expect(table).toMatch(/^\s*<caption[^>]*>[^<]+<\/caption>/)
    expect(table).not.toMatch(/<th(?![^>]* scope="(?:col|row)")[\s>]/)
    expect(table).toMatch(/<th scope="row"/)
  }
})

test('the score table holds every score, folds down and activations across', async () => {
  const report = sampleReport()
  const page = await renderCompareReport(report)
  const section = page.slice(page.indexOf('id="scores"'), page.indexOf('id="differences"'))
  const cells = texts(section, /<td class="n">([^<]*)<\/td>/g).map(Number)
  const scores = Array.from({ length: 10 }, (_, fold) =>
    report.result.activations.map(({ metrics }) => metrics.accuracy?.scores[fold]),
  ).flat()
  expect(cells).toHaveLength(80)
  // Four decimals are shown.
  for (const [i, cell] of cells.entries()) expect(cell).toBeCloseTo(scores[i] ?? 0, 4)
})

test('names from the data are inert wherever they stand', async () => {
  const report = renamed(sampleReport({ column: HOSTILE }), HOSTILE)
  const hostile = {
    ...report,
    result: { ...report.result, target: HOSTILE, verdict: HOSTILE },
    functions: report.functions.map((record) => ({ ...record, formula: HOSTILE })),
    reproduce: { ...report.reproduce, command: HOSTILE, machine: HOSTILE, data: HOSTILE, dataHash: HOSTILE },
    settings: [{ name: HOSTILE, value: HOSTILE }],
  }
  const page = await renderCompareReport(hostile)
  const tags = new Set(texts(page, /<([a-zA-Z][^\s>/]*)/g))
  expect(tags).toEqual(new Set(texts(await renderCompareReport(sampleReport()), /<([a-zA-Z][^\s>/]*)/g)))
  expect(texts(page.replace(/"[^"]*"/g, ''), /<[^>]* (on[a-z]+)=/g)).toEqual([])
  expect(page.includes('&lt;script&gt;')).toBe(true)
})

test('it loads nothing: no script, no address, and a policy that forbids both', async () => {
  const page = await renderCompareReport(sampleReport())
  expect(texts(page, /(<script|<link rel="stylesheet|<iframe|@import|\/\/[a-z]|url\()/gi)).toEqual([])
  expect(texts(page, /(?:src|href)="([^"]*)"/g)).toEqual(['data:,'])
  expect(texts(page, /Content-Security-Policy" content="([^"]*)"/g)).toEqual([
    'default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:',
  ])
})

test('the same report gives the same bytes, also beside another one', async () => {
  const first = await renderCompareReport(sampleReport())
  const [second] = await Promise.all([
    renderCompareReport(sampleReport()),
    renderCompareReport(sampleReport({ folds: 3 })),
  ])
  expect(second === first).toBe(true)
})

test('every colour of a chart changes with the theme', async () => {
  const page = await renderCompareReport(sampleReport())
  const charts = texts(page, /<svg [^>]*>(.*?)<\/svg>/gs).join('')
  const colours = new Set(texts(charts, /(?:fill|stroke)="([^"]*)"/g))
  expect([...colours].filter((colour) => !/^(?:var\(--[\w]+\)|none|transparent)$/.test(colour))).toEqual([])
})

test('trainings that diverged are said to have, and leave no NaN', async () => {
  const page = await renderCompareReport(sampleReport({ task: 'regression', diverged: true }))
  expect(texts(page, /(diverged in 2 of 10|2 trainings diverged and left no dot)/g)).toHaveLength(3)
  expect(texts(page, /(NaN|Infinity|undefined|\[object)/g)).toEqual([])
})

test.each([
  ['one activation, two scores', sampleReport({ names: ['relu'], folds: 2, repeats: 1 })],
  ['nothing but NaN', sampleReport({ names: ['relu'], folds: 2, repeats: 1, diverged: true })],
  ['no curves and no functions', { ...sampleReport(), curves: [], functions: [] }],
  ['no rope', { ...sampleReport(), rope: 0 }],
])('it renders in silence with %s', async (_, report) => {
  const warn = vi.spyOn(console, 'warn')
  const page = await renderCompareReport(report)
  expect(texts(page, /(NaN|Infinity|undefined)/g)).toEqual([])
  expect(texts(page, /<h2 id="([a-z]+)"/g)).toHaveLength(10)
  expect(warn).not.toHaveBeenCalled()
})

test('a page of eight activations with ten scores is well below a megabyte', async () => {
  expect((await renderCompareReport(sampleReport())).length).toBeLessThan(400_000)
})

test('forty activations with a hundred scores each still make a page', async () => {
  const names = Array.from({ length: 40 }, (_, i) => `mine${i}`)
  const page = await renderCompareReport(sampleReport({ names, folds: 10, repeats: 10 }))
  expect(texts(page, /<figure><p class="title"><span class="name">.*?<\/i>([^<]*)</g)).toEqual([
    ...names,
    ...names,
  ])
})
