/**
 * Files of lines that only grow. A process may die while it appends, so the last line may be torn: readers
 * stop at the last newline, and the next writer cuts the torn rest off before it appends. Writers must
 * exclude each other (`lock.ts`); readers need no lock.
 */

import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { errorCode } from './disk.ts'

const NEWLINE = 0x0a
const CHUNK = 65536

/** Appends whole lines and waits until they are on the disk. On failure the file is as it was before. */
export function appendLines(path: string, lines: readonly string[]): void {
  if (lines.length === 0) return
  const file = openSync(path, 'a+')
  try {
    const size = fstatSync(file).size
    const end = endOfLines(file, size)
    if (end < size) ftruncateSync(file, end)
    try {
      writeAll(file, Buffer.from(lines.map((line) => `${line}\n`).join('')))
      fsyncSync(file)
    } catch (error) {
      cutBack(file, end)
      throw error
    }
  } finally {
    closeSync(file)
  }
}

/** The whole lines from byte `from` on, and the byte after the last of them. No file has no lines. */
export function readLines(path: string, from: number): { lines: string[]; end: number } {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { lines: [], end: from }
    throw error
  }
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - from))
    let filled = 0
    for (let count = -1; count !== 0 && filled < bytes.length; filled += count)
      count = readSync(file, bytes, filled, bytes.length - filled, from + filled)
    const length = bytes.subarray(0, filled).lastIndexOf(NEWLINE) + 1
    const text = bytes.toString('utf8', 0, length)
    return { lines: text === '' ? [] : text.slice(0, -1).split('\n'), end: from + length }
  } finally {
    closeSync(file)
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
}

/** Best effort after a failed write: the error that led here says more than one of this would. */
function cutBack(file: number, end: number): void {
  try {
    ftruncateSync(file, end)
  } catch {
    // The next writer cuts the torn line off.
  }
}

/** The byte after the last newline, searched from the end. */
function endOfLines(file: number, size: number): number {
  const bytes = Buffer.alloc(Math.min(size, CHUNK))
  for (let end = size; end > 0; end -= CHUNK) {
    const start = Math.max(0, end - CHUNK)
    const read = readSync(file, bytes, 0, end - start, start)
    const newline = bytes.subarray(0, read).lastIndexOf(NEWLINE)
    if (newline >= 0) return start + newline + 1
  }
  return 0
}
