/**
 * What a pool and its workers say to each other. Structured cloning keeps an Error's name, message and stack
 * but not its class, so a user's mistake travels as its parts and is made anew on the other side.
 */

import { type ErrorParts, OgeeError, UsageError } from '../base/index.ts'

export interface Request<Task> {
  readonly task: Task
}

export type Response<Result> =
  | { readonly result: Result }
  | { readonly mistake: ErrorParts; readonly usage: boolean }
  | { readonly defect: unknown }

export function packError(error: unknown): Response<never> {
  if (!(error instanceof OgeeError)) return { defect: error }
  return { mistake: error.parts, usage: error instanceof UsageError }
}

/** The result; throws what the worker threw. */
export function unpack<Result>(response: Response<Result>): Result {
  if ('result' in response) return response.result
  if ('defect' in response) throw response.defect
  throw response.usage ? new UsageError(response.mistake) : new OgeeError(response.mistake)
}
