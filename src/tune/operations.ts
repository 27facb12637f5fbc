/**
 * The lines of a journal, as Optuna 4 and 5 write them (optuna/storages/journal/_storage.py). Keys that are
 * not named here are ignored, and so are operations of other codes; both may come from other versions.
 *
 * Writers mind three traps of other readers: an attribute is never null; op 10 is never written, version 4
 * stops at it; and `datetime_start` stands in op 6 too, or the dashboard forgets it.
 */

import { z } from 'zod'
import { decodeJson } from './json.ts'

/** `z.number()` would refuse the NaN and ±Infinity that Python's JSON allows. */
const number = z.custom<number>((value) => typeof value === 'number', 'expected a number')
const attributes = z.record(z.string(), z.unknown())
const numbers = z.record(z.string(), number)

export const DIRECTION = { minimize: 1, maximize: 2 } as const
export const STATE = { running: 0, complete: 1, pruned: 2, fail: 3, waiting: 4 } as const

const operation = z.discriminatedUnion('op_code', [
  z.object({ op_code: z.literal(0), study_name: z.string(), directions: z.array(number) }),
  z.object({ op_code: z.literal(1), study_id: number }),
  z.object({ op_code: z.literal(2), study_id: number, user_attr: attributes }),
  z.object({ op_code: z.literal(3), study_id: number, system_attr: attributes }),
  z.object({
    op_code: z.literal(4),
    study_id: number,
    datetime_start: z.string().nullable(),
    datetime_complete: z.string().nullish(),
    state: number.optional(),
    value: number.nullish(),
    values: z.array(number).nullish(),
    /** Each a text of its own: JSON within JSON. */
    distributions: z.record(z.string(), z.string()).optional(),
    params: numbers.optional(),
    user_attrs: attributes.optional(),
    system_attrs: attributes.optional(),
    intermediate_values: numbers.optional(),
  }),
  z.object({
    op_code: z.literal(5),
    trial_id: number,
    param_name: z.string(),
    param_value_internal: number,
    distribution: z.string(),
  }),
  z.object({
    op_code: z.literal(6),
    trial_id: number,
    state: number,
    values: z.array(number).nullable(),
    datetime_start: z.string().nullish(),
    datetime_complete: z.string().nullish(),
  }),
  z.object({ op_code: z.literal(7), trial_id: number, step: number, intermediate_value: number }),
  z.object({ op_code: z.literal(8), trial_id: number, user_attr: attributes }),
  z.object({ op_code: z.literal(9), trial_id: number, system_attr: attributes }),
])

export type Operation = z.infer<typeof operation>

/** What follows a code: `Fields<4>` is a new trial. */
export type Fields<Code extends Operation['op_code']> = Extract<Operation, { op_code: Code }>

const anyLine = z.object({ op_code: number })
const LAST_KNOWN_CODE = 9

/** One line. null for an operation of a later version; throws where the line is none at all. */
export function parseOperation(line: string): Operation | null {
  const value = decodeJson(line)
  return anyLine.parse(value).op_code > LAST_KNOWN_CODE ? null : operation.parse(value)
}

/**
 * A moment as Optuna writes it: UTC as +00:00, for Python before 3.11 does not know Z, and microseconds.
 * A time without an offset would be taken for local time.
 */
export function timestamp(moment: Date): string {
  return moment.toISOString().replace('Z', '000+00:00')
}
