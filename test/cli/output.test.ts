/** Files that commands write: apart from each other and from what is read, all or none, and devices left alone. */

import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withOutputs } from '../../src/cli/output.ts'
import { MAIN, ogee, PENGUINS, temporaryFolder } from './command.ts'

const TABLE = { 'table.csv': 'a,y\n1,2\n' }

describe('outputs', () => {
  it.each([
    ['one file by two paths', 'a.txt', './a.txt'],
    ['one file through a folder and back', 'a.txt', 'deep/../a.txt'],
    ['one file through a link to its folder', 'deep/a.txt', 'link/a.txt'],
    ['one file through a link to it', 'table.csv', 'other.csv'],
    ['the standard output twice', '-', '-'],
  ])('%s is refused before anything is opened', async (_, first, second) => {
    const folder = temporaryFolder(TABLE)
    mkdirSync(join(folder, 'deep'))
    symlinkSync('deep', join(folder, 'link'))
    symlinkSync('table.csv', join(folder, 'other.csv'))
    const before = readdirSync(folder)
    const [a, b] = [first, second].map((path) => (path === '-' ? path : join(folder, path)))
    const work = () => Promise.reject(new Error('work was begun'))
    await expect(withOutputs({ paths: { svg: a, json: b } }, work)).rejects.toThrow(
      /--json: .*also that of --svg/,
    )
    expect(readdirSync(folder)).toEqual(before)
  })

  it.each([
    ['compare', ['--target', 'y', '--json', 'table.csv']],
    ['compare', ['--target', 'y', '--report', './table.csv']],
    ['recommend', ['--task', 'regression', '--json', 'table.csv']],
  ])('ogee %s %j does not overwrite its own data: ends with 2', async (command, args) => {
    const folder = temporaryFolder(TABLE)
    const { status, stderr } = await ogee(folder, command, 'table.csv', ...args)
    expect(stderr).toMatch(/table\.csv is also that of the data/)
    expect(status).toBe(2)
    expect(readFileSync(join(folder, 'table.csv'), 'utf8')).toBe(TABLE['table.csv'])
  })

  it('ogee compare --json x --report x is refused at once: ends with 2', async () => {
    const folder = temporaryFolder()
    const args = ['--target', 'species', '--json', 'x', '--report', 'x']
    const { status, stderr } = await ogee(folder, 'compare', PENGUINS, ...args)
    expect(stderr).toMatch(/--report: x is also that of --json/)
    expect(status).toBe(2)
    expect(readdirSync(folder)).toEqual([])
  })

  it('a failure while one is made leaves none, and an older file as it was', async () => {
    const folder = temporaryFolder(TABLE)
    const paths = { svg: join(folder, 'new.svg'), json: join(folder, 'table.csv') }
    const making = withOutputs({ paths }, ({ write }) =>
      write({ svg: () => 'made', json: () => Promise.reject(new Error('cannot')) }),
    )
    await expect(making).rejects.toThrow('cannot')
    expect(readdirSync(folder)).toEqual(['table.csv'])
    expect(readFileSync(paths.json, 'utf8')).toBe(TABLE['table.csv'])
  })

  it('outputs keep out of the way of what others are drafted in', async () => {
    const folder = temporaryFolder()
    const paths = { json: join(folder, 'a'), svg: join(folder, 'a.partial') }
    await withOutputs({ paths }, ({ write }) => write({ json: () => 'json', svg: () => 'svg' }))
    expect(readdirSync(folder).toSorted()).toEqual(['a', 'a.partial'])
    expect([paths.json, paths.svg].map((path) => readFileSync(path, 'utf8'))).toEqual(['json', 'svg'])
  })

  it('a link stays one, and its file is written', async () => {
    const folder = temporaryFolder(TABLE)
    symlinkSync('table.csv', join(folder, 'link'))
    await withOutputs({ paths: { json: join(folder, 'link') } }, ({ write }) => write({ json: () => 'new' }))
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(folder, 'table.csv'), 'utf8')).toBe('new')
  })

  it.skipIf(process.platform === 'win32')('a pipe is written into, and stays one', () => {
    const script = 'mkfifo pipe && (cat pipe > read &) && "$0" "$1" show relu --json pipe && test -p pipe'
    const folder = temporaryFolder()
    const { status, stdout } = shell(script, folder)
    expect([status, stdout]).toEqual([0, expect.stringContaining('relu')])
    expect(readFileSync(join(folder, 'read'), 'utf8')).toMatch(/^\{[\s\S]*\}\n$/)
  })
})

/** `$0` and `$1` start the command; a script that waits for what does not come is ended. */
function shell(script: string, folder = temporaryFolder()) {
  const options = { encoding: 'utf8', cwd: folder, timeout: 60_000 } as const
  return spawnSync('sh', ['-c', script, process.execPath, MAIN], options)
}

describe('the standard output', () => {
  it.runIf(existsSync('/dev/full'))('on a full disk is named, without a stack; ends with 1', () => {
    const { status, stderr } = shell('"$0" "$1" show relu > /dev/full')
    expect(stderr).toMatch(/^ogee: the standard output cannot be written — got ENOSPC[^\n]*\n$/)
    expect(status).toBe(1)
  })

  it('may end early without a word', () => {
    const { stdout, stderr } = shell('"$0" "$1" show relu --json - | head -c 10')
    expect([stdout.length, stderr]).toEqual([10, ''])
  })
})
