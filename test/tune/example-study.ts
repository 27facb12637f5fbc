import { Study, type StudyOptions, type Trial } from '../../src/tune/study.ts'

const options: StudyOptions = {
  directory: '',
  name: 'example',
  direction: 'maximize',
  metric: 'accuracy',
  configuration: { activations: ['relu', 'gelu'], data: { rows: 344, file: 'penguins.csv' }, seed: 0 },
  space: {
    activation: { kind: 'categorical', choices: ['relu', 'gelu'] },
    fold: { kind: 'int', low: 0, high: 4 },
    lr: { kind: 'float', low: 1e-4, high: 1e-1, log: true },
  },
}

export function openStudy(directory: string, more: Partial<StudyOptions> = {}): Study {
  return Study.open({ ...options, ...more, directory })
}

export function trialOf(key: string, more: Partial<Trial> = {}): Trial {
  const moment = new Date(Date.UTC(2026, 0, 1))
  const params = { activation: 'gelu', fold: 3, lr: 0.003 }
  return { key, params, value: 0.75, attributes: { epochs: 7 }, started: moment, completed: moment, ...more }
}
