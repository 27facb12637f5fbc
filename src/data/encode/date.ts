/**
 * Dates as parts: the year with its fraction (trends), and places on circles for the season, the weekday
 * and, where times of day occur, the hour.
 *
 * The year is the mean Gregorian one of 365.2425 days, so the season is a phase of time itself: between 1600
 * and 2400 it lies within two days of the calendar, and the leap day needs no case of its own.
 */

import type { Column, DateColumn } from '../table.ts'
import type { Features } from './features.ts'
import { standardise } from './number.ts'
import { fitScale, type Scale } from './scale.ts'

export interface DateEncoding {
  readonly kind: 'date'
  readonly name: string
  /** Of the year with its fraction. */
  readonly year: Scale
  /** Whether any training row has a time of day. */
  readonly hours: boolean
  readonly missing: number
}

const DAY = 86_400_000
const YEAR = 365.2425 * DAY
/** 1970-01-01 was a Thursday; weeks begin on Monday. */
const THURSDAY = 3 * DAY

export function fitDate(column: DateColumn, rows: Uint32Array): DateEncoding {
  const { values } = column
  let missing = 0
  let hours = false
  for (const row of rows) {
    const value = values[row] as number
    if (Number.isNaN(value)) missing++
    else if (value % DAY !== 0) hours = true
  }
  const { mean, std } = fitScale(values, rows)
  return {
    kind: 'date',
    name: column.name,
    year: { mean: 1970 + mean / YEAR, std: std / YEAR },
    hours,
    missing,
  }
}

export function dateFeatures({ name, hours, missing }: DateEncoding): string[] {
  const circles = ['season', 'weekday', ...(hours ? ['hour'] : [])]
  const places = circles.flatMap((circle) => [`${name} ${circle} sin`, `${name} ${circle} cos`])
  return [`${name} year`, ...places, ...(missing > 0 ? [`${name} missing`] : [])]
}

export function writeDate(
  encoding: DateEncoding,
  column: Column,
  rows: Uint32Array,
  features: Features,
): void {
  const { year, hours, missing } = encoding
  const { out, width } = features
  let at = features.offset
  for (const row of rows) {
    const time = column.storage === 'date' ? (column.values[row] as number) : Number.NaN
    if (!Number.isNaN(time)) {
      out[at] = standardise(1970 + time / YEAR, year.mean, year.std)
      writeCircle(out, at + 1, time, YEAR)
      writeCircle(out, at + 3, Math.floor(time / DAY) * DAY + THURSDAY, 7 * DAY)
      if (hours) writeCircle(out, at + 5, time, DAY)
    } else if (missing > 0) out[at + (hours ? 7 : 5)] = 1
    at += width
  }
}

function writeCircle(out: Float32Array, at: number, time: number, period: number): void {
  const angle = 2 * Math.PI * (time / period - Math.floor(time / period))
  out[at] = Math.sin(angle)
  out[at + 1] = Math.cos(angle)
}

export function describeDate({ hours, missing }: DateEncoding): string {
  const parts = `year standardised, season${hours ? ', weekday and hour' : ' and weekday'} as points on circles`
  return missing > 0 ? `${parts}; ${missing} missing filled with the centre, and marked` : parts
}
