/** scikit-learn's MLPClassifier, which has one activation for all of its hidden layers. */

import { pythonSystem } from '../python.ts'

export const system = pythonSystem({
  name: 'scikit-learn',
  module: 'sklearn',
  script: 'sklearn_step.py',
  hint: 'Debian: apt-get install python3-sklearn',
  refuses: ({ layers }) =>
    layers.slice(0, -1).every(({ activation }) => activation === 'relu')
      ? null
      : 'MLPClassifier has one activation for all hidden layers',
})
