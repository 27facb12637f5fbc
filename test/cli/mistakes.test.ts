/** Each mistake a user can make has its own message, its exit code, and no stack trace. */

import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ogee, ogeeProcess, PENGUINS, temporaryFolder } from './command.ts'

const ROWS = Array.from({ length: 12 }, (_, i) => `${i * 1.5},${i % 3},${i % 2 ? 'yes' : 'no'}`)
const folder = temporaryFolder({
  'empty.csv': '',
  'header.csv': 'a,b,y\n',
  'binary.csv': Uint8Array.from({ length: 4096 }, (_, i) => (i * 37) % 256),
  'quotes.csv': `a,b,y\n1,"broken,no\n${'2,3,yes\n'.repeat(5)}`,
  'untargeted.csv': `a,b,y\n${ROWS.map((row) => row.replace(/(yes|no)$/, '')).join('\n')}\n`,
  'constant.csv': `a,b,y\n${ROWS.map((row) => row.replace(/(yes|no)$/, 'yes')).join('\n')}\n`,
  'rare.csv': `a,b,y\n${ROWS.join('\n')}\n7,1,never\n`,
  'text.csv': `a,b,y\n${ROWS.join('\n')}\ntall,1,no\n`,
  'infinite.csv': `a,b,y\n${ROWS.join('\n')}\nInfinity,1,no\n`,
  'twice.csv': `a,a,y\n${ROWS.join('\n')}\n`,
  'fine.csv': `a,b,y\n${ROWS.join('\n')}\n`,
  'folds.csv': 'fold\n0\n1\n0\n',
})
mkdirSync(join(folder, 'folder'))

interface Mistake {
  readonly mistake: string
  readonly args: readonly string[]
  readonly code: 1 | 2
  readonly says: RegExp
}

const on = (data: string, ...args: readonly string[]) => ['compare', data, '--target', 'y', ...args]

const MISTAKES: readonly Mistake[] = [
  { mistake: 'no such file', args: on('nowhere.csv'), code: 1, says: /nowhere\.csv.*no such file/i },
  { mistake: 'an empty file', args: on('empty.csv'), code: 1, says: /empty\.csv.*empty/i },
  { mistake: 'only a header', args: on('header.csv'), code: 1, says: /header\.csv.*(no rows|header)/i },
  { mistake: 'a directory', args: on('folder'), code: 1, says: /folder.*directory/i },
  { mistake: 'a binary file', args: on('binary.csv'), code: 1, says: /binary\.csv.*(binary|text)/i },
  { mistake: 'broken quoting', args: on('quotes.csv'), code: 1, says: /quotes\.csv.*quot/is },
  { mistake: 'no usable row', args: on('untargeted.csv'), code: 1, says: /0 usable rows/ },
  {
    mistake: 'an unknown target',
    args: ['compare', 'fine.csv', '--target', 'yy'],
    code: 2,
    says: /"yy"[\s\S]*"y"/,
  },
  { mistake: 'an unknown column', args: on('fine.csv', '--drop', 'bb'), code: 2, says: /"bb"[\s\S]*"b"/ },
  { mistake: 'a constant target', args: on('constant.csv'), code: 1, says: /y.*(constant|one value|same)/is },
  { mistake: 'a class rarer than folds', args: on('rare.csv'), code: 1, says: /never[\s\S]*fold/ },
  { mistake: 'text forced numeric', args: on('text.csv', '--numeric', 'a'), code: 1, says: /tall/ },
  { mistake: 'an infinite number', args: on('infinite.csv'), code: 1, says: /infinit/i },
  {
    mistake: 'a column twice',
    args: on('twice.csv'),
    code: 1,
    says: /two columns are called "a"/,
  },
  {
    mistake: 'a fold file of the wrong length',
    args: on('fine.csv', '--fold-file', 'folds.csv'),
    code: 1,
    says: /12 rows.*3/s,
  },
  {
    mistake: 'an unknown activation',
    args: on('fine.csv', '--activations', 'relu,geluu'),
    code: 2,
    says: /"geluu"[\s\S]*gelu/,
  },
  {
    mistake: 'softmax in hidden layers',
    args: on('fine.csv', '--activations', 'softmax'),
    code: 2,
    says: /axis/,
  },
  {
    mistake: 'a formula with a mistake',
    args: on('fine.csv', '--activation', 'x * sigmod(x)'),
    code: 2,
    says: /no function sigmod\n {4}x \* sigmod\(x\)\n {8}\^{6}\n.*mean sigmoid/,
  },
  {
    mistake: 'a formula that is no function of x',
    args: on('fine.csv', '--activation', 'mine=2 + 3'),
    code: 2,
    says: /mine: the formula does not depend on x/,
  },
  {
    mistake: 'a formula that is undefined below 0',
    args: on('fine.csv', '--activation', 'log(x)'),
    code: 2,
    says: /log\(x\) is of no use in a hidden layer/,
  },
  {
    mistake: 'a formula with the name of another',
    args: on('fine.csv', '--activation', 'relu=x'),
    code: 2,
    says: /the name relu is taken/,
  },
  {
    mistake: 'a formula without end',
    args: on('fine.csv', '--activation', '('.repeat(100_000)),
    code: 2,
    says: /too long/,
  },
  { mistake: 'one fold', args: on('fine.csv', '--folds', '1'), code: 2, says: /at least 2|from 2/ },
  { mistake: 'a negative rate', args: on('fine.csv', '--lr', '-1'), code: 2, says: /above 0/ },
  { mistake: 'epochs in words', args: on('fine.csv', '--epochs', 'many'), code: 2, says: /whole number/ },
  { mistake: 'a layer of width 0', args: on('fine.csv', '--hidden', '64,0'), code: 2, says: /whole number/ },
  { mistake: 'a broken seed', args: on('fine.csv', '--seed', '1.5'), code: 2, says: /whole number/ },
  { mistake: 'no data', args: ['compare', '--target', 'y'], code: 2, says: /no data/ },
  { mistake: 'no target', args: ['compare', 'fine.csv'], code: 2, says: /--target/ },
  { mistake: 'an unknown option', args: on('fine.csv', '--fold', '3'), code: 2, says: /--fold/ },
  { mistake: 'an unknown command', args: ['compere', 'fine.csv'], code: 2, says: /compere/ },
  {
    mistake: 'a report in no folder',
    args: on('fine.csv', '--report', 'no/r.html'),
    code: 1,
    says: /no\/r\.html/,
  },
  {
    mistake: 'a report that is a folder',
    args: on('fine.csv', '--report', 'folder'),
    code: 1,
    says: /directory/,
  },
  { mistake: 'JSON in no folder', args: on('fine.csv', '--json', 'no/r.json'), code: 1, says: /no\/r\.json/ },
]

describe('a mistake', () => {
  it.each(MISTAKES)(
    '$mistake: is named, ends with $code, and trains nothing',
    async ({ args, code, says }) => {
      const { status, stderr, stdout } = await ogee(folder, ...args)
      expect(stderr).toMatch(says)
      expect(status).toBe(code)
      expect(stderr).not.toMatch(/\n {4}at |defect/)
      expect(stdout).toBe('')
      expect(existsSync(join(folder, '.ogee'))).toBe(false)
    },
  )

  it('a full disk while the study is written: is named, ends with 1', async () => {
    const target = temporaryFolder()
    mkdirSync(join(target, 'study'))
    const made = await ogee(target, 'compare', PENGUINS, '--target', 'species', '--study', '/dev/full/study')
    expect(made.status).toBe(1)
    expect(made.stderr).toMatch(/\/dev\/full/)
    expect(made.stderr).not.toMatch(/\n {4}at |defect/)
  })

  it('help and version end with 0, without a command with 2', async () => {
    expect((await ogee(folder, '--help')).status).toBe(0)
    expect((await ogee(folder, 'compare', '--help')).stdout).toMatch(/--fold-file/)
    expect((await ogee(folder, 'help', 'show')).stdout).toMatch(/Usage: ogee show NAME/)
    expect((await ogee(folder, '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    const bare = await ogee(folder)
    expect([bare.status, bare.stderr]).toEqual([2, expect.stringMatching(/^Usage: ogee/)])
  })

  it('what the process prints and ends with is what the call gives', async () => {
    for (const args of [['--version'], ['show', 'gelo'], ['compare', 'nowhere.csv', '--target', 'y']]) {
      const { status, stdout, stderr } = ogeeProcess(folder, ...args)
      expect({ status, stdout, stderr }).toEqual(await ogee(folder, ...args))
    }
  })
})
