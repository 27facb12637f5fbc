/** scikit-learn's MLPClassifier, which has one activation for all of its hidden layers. */

import { pythonSystem } from '../python.ts'

export const system = pythonSystem({
  name: 'scikit-learn',
  threads: 1,
  module: 'sklearn',
  script: 'sklearn_work.py',
  hint: 'Debian: apt-get install python3-sklearn',
  refuses(work) {
    if (work.kind !== 'training') return 'only its training is measured'
    const [first, ...others] = work.layers.slice(0, -1).map(({ activation }) => activation)
    const isOne = others.every((activation) => activation === first)
    return isOne ? null : 'MLPClassifier has one activation for all hidden layers'
  },
})
