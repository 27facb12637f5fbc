/** Five steps of each optimiser, with gradients that change. Oracle: Keras 3.15 on JAX in float64. */

import { describe, expect, it } from 'vitest'
import { optimizers } from '../../../src/keras/index.ts'
import { optimizerNamed } from '../../../src/keras/train/optimizers.ts'
import { SGD } from '../../../src/nn/index.ts'
import { near, trained } from '../../nn/optim/steps.ts'

const { adadelta, adagrad, adam, adamW, nadam, rmsprop, sgd } = optimizers
const clipped = [0.4964910195204336, 0.5000103810638755, 0.5000000296362477, 0.005956324562533699]

describe("Keras' optimisers", () => {
  it.each([
    [
      'Adam',
      adam({ learningRate: 0.01 }),
      [0.4696741709623342, 0.4793974277412755, 0.5052115537732256, 0.4500000204470183],
    ],
    [
      'AdamW',
      adamW({ learningRate: 0.01 }),
      [0.4695777682700144, 0.4793005009235524, 0.5051112984809463, 0.4499040282847341],
    ],
    [
      'Adagrad',
      adagrad({ learningRate: 0.1 }),
      [0.4290678530694407, 0.500164269047484, 0.5000004743414118, 0.17718425319862957],
    ],
    [
      'Adadelta',
      adadelta({ learningRate: 0.5 }),
      [0.4998608553385801, 0.5002432929359776, 0.5000007499999733, 0.4963970617630908],
    ],
    [
      'Nadam',
      nadam({ learningRate: 0.01 }),
      [0.48994352190154183, 0.49793235525477847, 0.5315137779280825, 0.4604022337644425],
    ],
    [
      'RMSprop',
      rmsprop({ learningRate: 0.01 }),
      [0.4778177550901487, 0.5040034148321844, 0.5000474341583468, 0.3935471283415708],
    ],
    [
      'RMSprop with momentum',
      rmsprop({ learningRate: 0.01, momentum: 0.5 }),
      [0.4334614513808378, 0.4884165830123597, 0.5000693724580992, 0.3208936293518985],
    ],
    [
      'SGD with momentum',
      sgd({ learningRate: 0.1, momentum: 0.9 }),
      [0.044143211316562514, 0.4997709187661567, 0.500000317031, -6.07205],
    ],
    [
      "SGD with Nesterov's",
      sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
      [0.07211272521266836, 0.4998457749543553, 0.5000004353279001, -7.914845],
    ],
    ['a limit on each norm', sgd({ learningRate: 0.1, clipNorm: 1 }), clipped],
    ['a limit on all norms', sgd({ learningRate: 0.1, globalClipNorm: 1 }), clipped],
    [
      'a limit on values',
      sgd({ learningRate: 0.1, clipValue: 0.5 }),
      [0.48588799919401326, 0.5000519480648143, 0.50000015, 0.25],
    ],
    [
      'Adam within a limit',
      adam({ learningRate: 0.01, globalClipNorm: 1 }),
      [0.4696678032153655, 0.47974039977930233, 0.501160959904507, 0.4499946031967367],
    ],
  ] as const)('%s', (_, optimizer, want) => near(trained(optimizer), want))

  it('have learning rates of their own, which can be read and set', () => {
    const rates = Object.values(optimizers).map((make) => make().learningRate)
    expect(rates).toEqual([0.01, ...Array<number>(6).fill(0.001)])
    const optimizer = sgd({ clipNorm: 1 })
    optimizer.learningRate = 0.5
    expect(Object.values(optimizer.step())).toEqual([0.5])
  })

  it('go by name, or are one of nn', () => {
    expect(optimizerNamed('rmsprop').learningRate).toBe(0.001)
    const own = new SGD()
    expect(optimizerNamed(own)).toBe(own)
  })
})
