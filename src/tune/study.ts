/**
 * A study directory: what has finished, kept as it finishes.
 *
 *     journal.log     the trials, as an Optuna journal: `optuna-dashboard DIR/journal.log` shows it
 *     config.json     the configuration that makes the study
 *     curves.ndjson   one line per trial, for what is too long for a journal
 *
 * A trial enters the journal as one line once it has finished, so a process can die at any moment: what it
 * was working on is not there, everything else is. A trial is known by its key, whoever ran it and when.
 */

import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { OgeeError } from '../base/index.ts'
import { type Configuration, claimConfiguration } from './configuration.ts'
import { onDisk } from './disk.ts'
import { type Choice, type Distribution, encodeDistribution, toInternal } from './distribution.ts'
import { Journal } from './journal.ts'
import { decodeJson, encodeJson } from './json.ts'
import { appendLines, readLines } from './lines.ts'
import { DIRECTION, type Operation, STATE, timestamp } from './operations.ts'
import { isFinished, type TrialState } from './replay.ts'

export interface StudyOptions {
  /** Made if it is not there, with its parents. */
  readonly directory: string
  /** As dashboards show it. */
  readonly name: string
  readonly direction: keyof typeof DIRECTION
  /** What the value of a trial measures, such as 'accuracy'. */
  readonly metric: string
  readonly configuration: Configuration
  readonly space: Readonly<Record<string, Distribution>>
}

export interface Trial {
  /** Unique in the study, and the same in every run of the same configuration. */
  readonly key: string
  /** One for every parameter of the space, or fewer. */
  readonly params: Readonly<Record<string, Choice>>
  /** NaN for a training that diverged: it counts as finished, and Optuna sees it as failed. */
  readonly value: number
  /** JSON with NaN and ±Infinity; `key` is taken, and null is dropped: Optuna's dashboard cannot show it. */
  readonly attributes: Readonly<Record<string, unknown>>
  readonly started: Date
  readonly completed: Date
}

/** What a study keeps of a trial. */
export type FinishedTrial = Pick<Trial, 'key' | 'params' | 'value' | 'attributes'>

const KEY = 'key'

export class Study {
  readonly directory: string
  readonly #options: StudyOptions
  readonly #journal: Journal
  readonly #curves: string
  readonly #finished = new Map<string, FinishedTrial>()

  private constructor(options: StudyOptions) {
    this.#options = options
    this.directory = resolve(options.directory)
    this.#curves = join(this.directory, 'curves.ndjson')
    onDisk(this.directory, () => mkdirSync(this.directory, { recursive: true }))
    this.#journal = new Journal(join(this.directory, 'journal.log'))
  }

  /**
   * Opens or makes the study. Throws a UsageError where the directory holds a study of another configuration,
   * an OgeeError where it cannot be read or written.
   */
  static open(options: StudyOptions): Study {
    const study = new Study(options)
    study.#journal.transact((state) => {
      const used = state.study(options.name) !== undefined
      claimConfiguration(join(study.directory, 'config.json'), options.configuration, used)
      return used ? [] : study.#createStudy(state.nextStudyId)
    })
    return study
  }

  /** Everything that had finished when this process last wrote, by key. */
  finished(): ReadonlyMap<string, FinishedTrial> {
    for (const trial of this.#journal.state.study(this.#options.name)?.trials ?? []) {
      const key = trial.userAttributes.get(KEY)
      if (typeof key === 'string' && isFinished(trial) && !this.#finished.has(key))
        this.#finished.set(key, toFinished(key, trial))
    }
    return this.#finished
  }

  /**
   * Keeps a finished trial and, if there is one, its curve; on return they are on the disk. A trial whose key
   * has finished already is dropped: another process was faster.
   */
  record(trial: Trial, curve?: object): void {
    this.#journal.transact((state) => {
      if (this.finished().has(trial.key)) return []
      const study = state.study(this.#options.name)
      if (!study) throw this.#deleted()
      // The curve first: a curve without its trial is ignored, a trial without its curve would be a loss.
      if (curve)
        onDisk(this.#curves, () => appendLines(this.#curves, [encodeJson({ key: trial.key, ...curve })]))
      return [this.#createTrial(study.id, trial)]
    })
  }

  /** The curves of the trials that have finished, by key, as they were recorded. */
  curves(): ReadonlyMap<string, unknown> {
    const { lines } = onDisk(this.#curves, () => readLines(this.#curves, 0))
    const finished = this.finished()
    const curves = new Map<string, unknown>()
    for (const [index, line] of lines.entries()) {
      const { key, ...curve } = this.#parseCurve(line, index + 1)
      if (finished.has(key)) curves.set(key, curve)
    }
    return curves
  }

  #createStudy(id: number): Operation[] {
    const { name, direction, metric } = this.#options
    return [
      { op_code: 0, study_name: name, directions: [DIRECTION[direction]] },
      { op_code: 3, study_id: id, system_attr: { 'study:metric_names': [metric] } },
    ]
  }

  #createTrial(studyId: number, trial: Trial): Operation {
    const known = Object.entries(this.#options.space).filter(([name]) => name in trial.params)
    const internal = known.map(([name, space]) => [name, toInternal(name, space, trial.params[name] ?? null)])
    const present = Object.entries(trial.attributes).filter(([, value]) => value !== null)
    const diverged = Number.isNaN(trial.value)
    return {
      op_code: 4,
      study_id: studyId,
      datetime_start: timestamp(trial.started),
      datetime_complete: timestamp(trial.completed),
      state: diverged ? STATE.fail : STATE.complete,
      ...(diverged ? {} : { values: [trial.value] }),
      distributions: Object.fromEntries(known.map(([name, space]) => [name, encodeDistribution(space)])),
      params: Object.fromEntries(internal),
      user_attrs: { ...Object.fromEntries(present), [KEY]: trial.key },
    }
  }

  #parseCurve(line: string, number: number): { key: string } {
    try {
      const value = decodeJson(line)
      if (typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string')
        return { ...value, key: value.key }
    } catch {
      // Said below.
    }
    throw new OgeeError({
      where: `${this.#curves}, line ${number}`,
      problem: 'not a curve of this study',
      hint: 'remove the study directory to start anew',
    })
  }

  #deleted(): OgeeError {
    return new OgeeError({
      where: this.#journal.path,
      problem: `the study ${this.#options.name} was deleted while it ran`,
    })
  }
}

function toFinished(key: string, trial: TrialState): FinishedTrial {
  const { [KEY]: _, ...attributes } = Object.fromEntries(trial.userAttributes)
  return { key, params: Object.fromEntries(trial.params), value: trial.values?.[0] ?? NaN, attributes }
}
