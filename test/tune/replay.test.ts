/** Oracle: Optuna 5.0.0, which wrote optuna-journal.ndjson (optuna-journal.py) and printed what it holds. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Operation, parseOperation, STATE, timestamp } from '../../src/tune/operations.ts'
import { Replay } from '../../src/tune/replay.ts'

const lines = readFileSync(new URL('./optuna-journal.ndjson', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')

function replay(operations: readonly (Operation | null)[]): Replay {
  const state = new Replay()
  for (const operation of operations) if (operation) state.apply(operation)
  return state
}

describe('the replay of a journal', () => {
  it('yields the study that Optuna sees, with the ids that Optuna gives', () => {
    const state = replay(lines.map(parseOperation))
    expect(state.studies().map(({ id, name, directions }) => [id, name, directions])).toEqual([
      [1, 'kept', [2]],
    ])
    expect(state.nextStudyId).toBe(2)
    const study = state.study('kept')
    expect(study?.userAttributes).toEqual(new Map([['owner', 'someone']]))
    expect(study?.systemAttributes).toEqual(new Map([['study:metric_names', ['r2']]]))
  })

  it('yields its trials: state, values, parameters, reports, attributes', () => {
    const trials = replay(lines.map(parseOperation)).study('kept')?.trials ?? []
    const seen = trials.map((trial) => [
      trial.id,
      trial.number,
      trial.state,
      trial.values,
      Object.fromEntries(trial.params),
      Object.fromEntries(trial.intermediate),
      Object.fromEntries(trial.userAttributes),
    ])
    const first = { activation: 'gelu', lr: 0.0008072307884499761, width: 16 }
    expect(seen).toEqual([
      [1, 0, STATE.complete, [0.75], first, { 0: 0.5, 1: NaN, 2: 0.75 }, { note: 'NaN "Infinity"' }],
      [2, 1, STATE.pruned, [0.25], {}, { 0: 0.25 }, {}],
      [3, 2, STATE.fail, null, {}, {}, {}],
      [4, 3, STATE.running, null, { lr: 0.01 }, {}, {}],
      [5, 4, STATE.running, null, {}, {}, {}],
      [6, 5, STATE.complete, [Infinity], { activation: 'gelu' }, { 3: 0.5 }, { key: 'a' }],
    ])
    expect(trials[0]?.started).toBe('2026-11-23T23:53:04.508480+00:00')
    expect(trials[0]?.completed).toBe('2026-11-23T23:53:04.511366+00:00')
    expect(trials[3]?.started).toBe('2026-11-23T23:53:04.513509+00:00')
  })

  it('gives a waiting trial to the first that claims it, and leaves finished trials as they are', () => {
    const claim = (when: string): Operation => ({
      op_code: 6,
      trial_id: 0,
      state: STATE.running,
      values: null,
      datetime_start: when,
    })
    const finish = (value: number): Operation => ({
      op_code: 6,
      trial_id: 0,
      state: STATE.complete,
      values: [value],
      datetime_complete: 'end',
    })
    const state = replay([
      { op_code: 0, study_name: 's', directions: [1] },
      { op_code: 4, study_id: 0, datetime_start: null, state: STATE.waiting },
      claim('first'),
      claim('second'),
      finish(1),
      finish(2),
      { op_code: 8, trial_id: 0, user_attr: { late: true } },
    ])
    const trial = state.study('s')?.trials[0]
    expect(trial).toMatchObject({ state: STATE.complete, started: 'first', values: [1] })
    expect(trial?.userAttributes.size).toBe(0)
  })

  it('counts no id for a trial of a study that is not there', () => {
    const create = (study: number): Operation => ({ op_code: 4, study_id: study, datetime_start: null })
    const state = replay([{ op_code: 0, study_name: 's', directions: [1] }, create(7), create(0)])
    expect(state.study('s')?.trials.map(({ id }) => id)).toEqual([0])
  })

  it('skips operations of later versions and refuses lines that are no operations', () => {
    expect(parseOperation('{"op_code":10,"worker_id":"w","trial_ids":[1]}')).toBeNull()
    for (const line of ['{"op_code":0}', '[]', '{"op_code":4,"study_id":"0","datetime_start":null}', 'x'])
      expect(() => parseOperation(line)).toThrow()
  })

  it('writes moments in UTC with an offset and microseconds, as Python 3.10 can read them', () => {
    expect(timestamp(new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6)))).toBe('2026-01-02T03:04:05.006000+00:00')
  })
})
