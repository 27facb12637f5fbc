import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OgeeError } from '../../src/base/index.ts'
import { Journal } from '../../src/tune/journal.ts'
import { appendLines, readLines } from '../../src/tune/lines.ts'
import { withLock } from '../../src/tune/lock.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ogee-journal-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const names = (journal: Journal) => journal.state.studies().map(({ name }) => name)

function createStudy(journal: Journal, name: string): void {
  journal.transact(() => [{ op_code: 0, study_name: name, directions: [1] }])
}

describe('a file of lines', () => {
  it('ends, for readers, at the last newline, and is cut there by the next writer', () => {
    const path = join(directory, 'lines')
    appendLines(path, ['one', 'zwei ü'])
    truncateSync(path, Buffer.byteLength('one\nzwei ü\n') - 2) // in the middle of ü and before the newline
    expect(readLines(path, 0)).toEqual({ lines: ['one'], end: 4 })
    appendLines(path, ['three'])
    expect(readFileSync(path, 'utf8')).toBe('one\nthree\n')
    expect(readLines(path, 4)).toEqual({ lines: ['three'], end: 10 })
  })

  it('finds the last newline before a torn line longer than one chunk, and where there is none', () => {
    const path = join(directory, 'lines')
    writeFileSync(path, `first\n${'x'.repeat(200_000)}`)
    appendLines(path, ['second'])
    expect(readLines(path, 0).lines).toEqual(['first', 'second'])
    writeFileSync(path, 'x'.repeat(70_000))
    appendLines(path, ['only'])
    expect(readLines(path, 0).lines).toEqual(['only'])
  })

  it('has no lines where there is no file, and one where a line is empty', () => {
    expect(readLines(join(directory, 'none'), 0)).toEqual({ lines: [], end: 0 })
    appendLines(join(directory, 'lines'), [''])
    expect(readLines(join(directory, 'lines'), 0)).toEqual({ lines: [''], end: 1 })
  })
})

describe('the lock of a file', () => {
  it('is a link to the file by its absolute path while it is held, and gone afterwards, errors or not', () => {
    const path = join(directory, 'journal.log')
    writeFileSync(path, '')
    expect(withLock(relative('.', path), () => readlinkSync(`${path}.lock`))).toBe(path)
    expect(() =>
      withLock(path, () => {
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(readdirSync(directory)).toEqual(['journal.log'])
  })

  it('is taken over from a holder that died, once nothing has changed for the time of grace', () => {
    const path = join(directory, 'journal.log')
    for (const abandon of [
      () => symlinkSync(path, `${path}.lock`),
      () => writeFileSync(`${path}.lock`, ''),
    ]) {
      abandon()
      const start = performance.now()
      expect(withLock(path, () => existsSync(directory), 60)).toBe(true)
      expect(performance.now() - start).toBeGreaterThan(60)
    }
    expect(readdirSync(directory)).toEqual([])
  })
})

describe('a journal', () => {
  it('shows each writer what the other has written, at the next transaction', () => {
    const path = join(directory, 'journal.log')
    const [here, there] = [new Journal(path), new Journal(path)]
    createStudy(here, 'a')
    expect(names(there)).toEqual([])
    there.transact((state) => {
      expect(state.study('a')?.id).toBe(0)
      return [{ op_code: 0, study_name: 'b', directions: [2] }]
    })
    expect(names(there)).toEqual(['a', 'b'])
    expect(names(new Journal(path))).toEqual(['a', 'b'])
  })

  it('loses a torn last line and nothing else', () => {
    const path = join(directory, 'journal.log')
    createStudy(new Journal(path), 'a')
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"op_code":0,"study_na`)
    const journal = new Journal(path)
    expect(names(journal)).toEqual(['a'])
    createStudy(journal, 'b')
    expect(names(new Journal(path))).toEqual(['a', 'b'])
  })

  it('names file and line of a damaged line', () => {
    const path = join(directory, 'journal.log')
    createStudy(new Journal(path), 'a')
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"op_code":0,"stu{"op_code":1,"study_id":0}\n`)
    expect(() => new Journal(path)).toThrow(OgeeError)
    expect(() => new Journal(path)).toThrow(/journal\.log, line 2: not an operation of an Optuna journal/)
  })
})
