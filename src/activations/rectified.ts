/** Pieces of straight lines, and their close kin. At kinks the derivative is PyTorch's: relu′(0) = 0. */

import { clip, select } from '../expr/index.ts'
import { activation } from './activation.ts'

export const linear = activation('linear', (x) => x, {
  aliases: ['identity'],
  summary: 'x',
})

export const relu = activation('relu', (x) => x.max(0), {
  summary: 'max(x, 0)',
  source: 'Nair & Hinton 2010, Rectified linear units improve restricted Boltzmann machines',
})

export const relu6 = activation('relu6', (x) => clip(x, 0, 6), {
  summary: 'min(max(x, 0), 6)',
  source: 'Krizhevsky 2010, Convolutional deep belief networks on CIFAR-10',
})

export const leakyRelu = activation('leakyRelu', (x, { slope }) => select(x.gt(0), x, x.mul(slope)), {
  parameters: { slope: { default: 0.01, range: [-1, 1] } },
  summary: 'x for x > 0, slope·x below',
  source: 'Maas, Hannun & Ng 2013, Rectifier nonlinearities improve neural network acoustic models',
})

export const prelu = activation('prelu', (x, { slope }) => select(x.gt(0), x, x.mul(slope)), {
  parameters: { slope: { default: 0.25, range: [-10, 10], learned: true } },
  aliases: ['parametricRelu'],
  summary: 'x for x > 0, slope·x below, with the slope learned',
  source: 'He et al. 2015, arXiv:1502.01852',
})

export const relu2 = activation('relu2', (x) => x.max(0).mul(x.max(0)), {
  aliases: ['reluSquared', 'squaredRelu'],
  summary: 'max(x, 0)²',
  source: 'So et al. 2021, Primer, arXiv:2109.08668',
})
