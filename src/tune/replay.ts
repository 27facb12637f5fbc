/**
 * What a journal says: studies and trials, by replaying its operations in order. Ids are nowhere written;
 * they count the operations that were accepted, so every reader must accept and ignore the same ones
 * (optuna/storages/journal/_storage.py, JournalStorageReplayResult).
 */

import {
  type Choice,
  compatible,
  readDistribution,
  type StoredDistribution,
  toExternal,
} from './distribution.ts'
import { type Fields, type Operation, STATE } from './operations.ts'

export interface TrialState {
  readonly id: number
  readonly studyId: number
  /** Index within the study. */
  readonly number: number
  /** One of `STATE`. */
  state: number
  values: readonly number[] | null
  started: string | null
  completed: string | null
  readonly params: Map<string, Choice>
  readonly distributions: Map<string, StoredDistribution>
  readonly intermediate: Map<number, number>
  readonly userAttributes: Map<string, unknown>
  readonly systemAttributes: Map<string, unknown>
}

export interface StudyState {
  readonly id: number
  readonly name: string
  readonly directions: readonly number[]
  readonly trials: TrialState[]
  readonly userAttributes: Map<string, unknown>
  readonly systemAttributes: Map<string, unknown>
}

export function isFinished({ state }: Pick<TrialState, 'state'>): boolean {
  return state === STATE.complete || state === STATE.pruned || state === STATE.fail
}

export class Replay {
  readonly #studies = new Map<number, StudyState>()
  /** Of deleted studies too: their ids are not given again. */
  readonly #trials: TrialState[] = []
  #nextStudyId = 0

  study(name: string): StudyState | undefined {
    return this.studies().find((study) => study.name === name)
  }

  studies(): StudyState[] {
    return [...this.#studies.values()]
  }

  /** The id that the next study of a new name gets. */
  get nextStudyId(): number {
    return this.#nextStudyId
  }

  apply(operation: Operation): void {
    switch (operation.op_code) {
      case 0:
        this.#createStudy(operation)
        break
      case 1:
        this.#studies.delete(operation.study_id)
        break
      case 2:
        assign(this.#studies.get(operation.study_id)?.userAttributes, operation.user_attr)
        break
      case 3:
        assign(this.#studies.get(operation.study_id)?.systemAttributes, operation.system_attr)
        break
      case 4:
        this.#createTrial(operation)
        break
      case 5:
        this.#setParameter(operation)
        break
      case 6:
        this.#setState(operation)
        break
      case 7:
        this.#open(operation.trial_id)?.intermediate.set(operation.step, operation.intermediate_value)
        break
      case 8:
        assign(this.#open(operation.trial_id)?.userAttributes, operation.user_attr)
        break
      case 9:
        assign(this.#open(operation.trial_id)?.systemAttributes, operation.system_attr)
        break
    }
  }

  #createStudy({ study_name: name, directions }: Fields<0>): void {
    if (this.study(name)) return
    const id = this.#nextStudyId++
    const [userAttributes, systemAttributes] = [new Map<string, unknown>(), new Map<string, unknown>()]
    this.#studies.set(id, { id, name, directions, trials: [], userAttributes, systemAttributes })
  }

  #createTrial(fields: Fields<4>): void {
    const study = this.#studies.get(fields.study_id)
    if (!study) return
    const distributions = new Map(
      Object.entries(fields.distributions ?? {}).map(([name, text]) => [name, readDistribution(text)]),
    )
    const params = new Map<string, Choice>()
    for (const [name, internal] of Object.entries(fields.params ?? {})) {
      const distribution = distributions.get(name)
      if (distribution) params.set(name, toExternal(distribution, internal))
    }
    const trial: TrialState = {
      id: this.#trials.length,
      studyId: study.id,
      number: study.trials.length,
      state: fields.state ?? STATE.running,
      values: fields.values ?? (typeof fields.value === 'number' ? [fields.value] : null),
      started: fields.datetime_start,
      completed: fields.datetime_complete ?? null,
      params,
      distributions,
      intermediate: new Map(Object.entries(fields.intermediate_values ?? {}).map(([k, v]) => [Number(k), v])),
      userAttributes: new Map(Object.entries(fields.user_attrs ?? {})),
      systemAttributes: new Map(Object.entries(fields.system_attrs ?? {})),
    }
    this.#trials.push(trial)
    study.trials.push(trial)
  }

  #setParameter({
    trial_id: id,
    param_name: name,
    param_value_internal: internal,
    ...rest
  }: Fields<5>): void {
    const trial = this.#open(id)
    if (!trial) return
    const distribution = readDistribution(rest.distribution)
    const siblings = this.#studies.get(trial.studyId)?.trials ?? []
    const earlier = siblings.find((sibling) => sibling.distributions.has(name))?.distributions.get(name)
    if (earlier && !compatible(earlier, distribution)) return
    trial.distributions.set(name, distribution)
    trial.params.set(name, toExternal(distribution, internal))
  }

  /** The first to set a waiting trial running owns it; later ones are ignored. */
  #setState(fields: Fields<6>): void {
    const trial = this.#open(fields.trial_id)
    if (!trial || (trial.state === STATE.running && fields.state === STATE.running)) return
    trial.state = fields.state
    if (fields.values) trial.values = fields.values
    if (fields.state === STATE.running) trial.started = fields.datetime_start ?? null
    if (isFinished(fields)) trial.completed = fields.datetime_complete ?? null
  }

  /** The trial, if it can still change. */
  #open(id: number): TrialState | undefined {
    const trial = this.#trials[id]
    return trial && !isFinished(trial) ? trial : undefined
  }
}

function assign(
  attributes: Map<string, unknown> | undefined,
  pairs: Readonly<Record<string, unknown>>,
): void {
  for (const [key, value] of Object.entries(pairs)) attributes?.set(key, value)
}
