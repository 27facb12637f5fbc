/**
 * The disk's refusals in the user's terms. What a full or write-protected disk does to a run is the user's
 * to mend, so it must not look like a defect.
 */

import { OgeeError } from '../base/index.ts'

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'no permission',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'part of the path is a file, not a directory',
  EEXIST: 'a file is where a directory should be',
  EISDIR: 'a directory is where a file should be',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many open files',
}

const KEPT = 'what had finished is kept: run the same command again once this is mended'

/** Runs `action`; an error of the operating system becomes an OgeeError that names `path`. */
export function onDisk<T>(path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    const code = errorCode(error)
    if (code === undefined || error instanceof OgeeError) throw error
    const problem = PROBLEMS[code] ?? `the operating system refused (${code})`
    throw new OgeeError({ where: path, problem, hint: KEPT })
  }
}

/** The code of an error of the operating system, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'syscall' in error && 'code' in error ? `${error.code}` : undefined
}
