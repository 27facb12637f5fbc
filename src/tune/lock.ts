/**
 * The lock of a journal file, shared with Optuna: a symbolic link `<file>.lock` to the file, made in one
 * step that fails where the link exists (optuna/storages/journal/_file.py). Optuna's variant for file
 * systems without links, a file opened exclusively, excludes it and is the fallback here.
 *
 * A holder that was killed leaves the link behind, so a waiter removes it once neither the link nor the file
 * has changed for a while. It waits synchronously: a holder needs a millisecond.
 */

import { randomUUID } from 'node:crypto'
import { closeSync, lstatSync, openSync, renameSync, statSync, symlinkSync, unlinkSync } from 'node:fs'
import { resolve } from 'node:path'
import { errorCode } from './disk.ts'

/** Optuna waits 30 s; ours hold the lock for one append, and someone who resumes a killed run is waiting. */
const GRACE_MS = 5000
const LONGEST_PAUSE_MS = 100

/** Runs `action` while no other process holds the lock of `path`. Not reentrant. */
export function withLock<T>(path: string, action: () => T, graceMs = GRACE_MS): T {
  // Absolute, for Optuna's waiters follow the link to see when the file was last written.
  const file = resolve(path)
  const lock = `${file}.lock`
  acquire(file, lock, graceMs)
  try {
    return action()
  } finally {
    release(lock)
  }
}

function acquire(file: string, lock: string, graceMs: number): void {
  let seen = ''
  let since = performance.now()
  for (let pause = 1; !tryAcquire(file, lock); pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const now = describe(lock)
    if (now !== seen) [seen, since] = [now, performance.now()]
    if (performance.now() - since > graceMs) release(lock)
    else sleep(pause)
  }
}

function tryAcquire(file: string, lock: string): boolean {
  try {
    symlinkSync(file, lock)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    if (errorCode(error) !== 'EPERM') throw error
  }
  try {
    closeSync(openSync(lock, 'wx'))
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

/** Which lock it is and when its file last changed: differs between two holders, and while one is at work. */
function describe(lock: string): string {
  const link = lstatSync(lock, { throwIfNoEntry: false })
  const file = statSync(lock, { throwIfNoEntry: false })
  return `${link?.ino} ${link?.mtimeMs} ${file?.mtimeMs}`
}

/** Renamed first, so that of two who release the same lock only one succeeds. */
function release(lock: string): void {
  const renamed = `${lock}${randomUUID()}.rename`
  try {
    renameSync(lock, renamed)
    unlinkSync(renamed)
  } catch (error) {
    // Gone: a waiter took this one for abandoned. What was written stands, and was written whole.
    if (errorCode(error) !== 'ENOENT') throw error
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
