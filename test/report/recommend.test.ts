/** A recommendation in the terminal: within its width, coloured only on request, and complete. */

import { describe, expect, it } from 'vitest'
import { recommend } from '../../src/recommend/index.ts'
import { renderRecommendText } from '../../src/report/index.ts'

const RECORD = recommend({ task: 'regression', depth: 20, matters: ['boundedness'], seen: ['slowTraining'] })

const render = (columns: number, colour = false): string => renderRecommendText(RECORD, { columns, colour })

describe('renderRecommendText', () => {
  it.each([40, 60, 80, 100])(
    'keeps to %d columns, but for the table in the narrowest, and the command, which is one line',
    (columns) => {
      const lines = render(columns).split('\n')
      const command = lines.filter((line) => line.includes('ogee compare DATA'))
      expect(command).toEqual([`to test it     ${RECORD.compare.line}`])
      const long = lines.filter(
        (line) =>
          [...line].length > columns &&
          !command.includes(line) &&
          !(columns === 40 && /× \d|of gradients$/.test(line)),
      )
      // A word that is longer than the line has one of its own: a source's address, a call.
      expect(long.filter((line) => line.trim().includes(' ') && !/arXiv|shape/.test(line))).toEqual([])
    },
  )

  it('sets no escape sequence unless colour is asked for, and says the same with it', () => {
    expect(render(80)).not.toContain('\u001b')
    expect(render(80, true)).toContain('\u001b[1m')
    const colours = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g')
    expect(render(80, true).replaceAll(colours, '')).toBe(render(80))
  })

  it('shows every part, on what it rests, and every contradiction', () => {
    const text = render(100).replaceAll(/\s+/g, ' ')
    for (const { advice, reason, source } of [
      RECORD.hidden,
      RECORD.output,
      RECORD.loss,
      RECORD.learningRate,
    ].flatMap((each) => each ?? [])) {
      expect(text).toContain(advice)
      expect(text).toContain(reason)
      expect(text).toContain(source)
    }
    for (const sentence of [...(RECORD.theory?.contradictions ?? []), ...RECORD.conflicts, RECORD.caution])
      expect(text).toContain(sentence)
  })
})
