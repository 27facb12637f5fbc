/** Layers that keep what passes through them at mean 0 and variance 1, and then learn a scale and a shift. */

import { formatShape, normalizeAxis, OgeeError, sizeOf } from '../../base/index.ts'
import { constant, select } from '../../expr/expr.ts'
import { argument, contract, elementwise, type Node, reshape } from '../../graph/index.ts'
import { Module } from '../module.ts'
import { Buffer, Parameter } from '../parameter.ts'
import { Tensor } from '../tensor.ts'

export interface NormOptions {
  /** Added to the variance. Default: 1e-5. */
  readonly eps?: number
  /** Whether a scale is learned. Default: true. */
  readonly scale?: boolean
  /** Whether a shift is learned. Default: true. */
  readonly shift?: boolean
}

/** What both have: a number of features, and for each a learned scale and shift where they are asked for. */
abstract class Norm extends Module {
  readonly numFeatures: number
  readonly eps: number
  readonly weight: Parameter | undefined
  readonly bias: Parameter | undefined

  constructor(features: number, { eps = 1e-5, scale = true, shift = true }: NormOptions) {
    super()
    check('eps', 'a number above 0', eps, eps > 0)
    check('features', 'a whole number of at least 1', features, Number.isInteger(features) && features >= 1)
    this.numFeatures = features
    this.eps = eps
    this.weight = scale ? new Parameter([features], new Float32Array(features).fill(1), 'weight') : undefined
    this.bias = shift ? new Parameter([features], new Float32Array(features), 'bias') : undefined
  }

  /** What is centred already, by its variance. */
  protected even(centred: Tensor, variance: Tensor): Tensor {
    return centred.mul(variance.map((v) => constant(1).div(v.add(this.eps).sqrt())))
  }

  /** With the scale and the shift that are learned; `along` puts features where they are in it. */
  protected scaled(even: Tensor, along: (features: Tensor) => Tensor = (features) => features): Tensor {
    const scaled = this.weight ? even.mul(along(this.weight)) : even
    return this.bias ? scaled.add(along(this.bias)) : scaled
  }

  protected checkFeatures(x: Tensor, axis: number): void {
    if (x.shape.length >= 2 && axis > 0 && x.shape[axis] === this.numFeatures) return
    throw new OgeeError({
      where: 'normalisation',
      problem: 'the input has the wrong number of features',
      expected: `[rows, …] with ${this.numFeatures} along axis ${axis}`,
      got: formatShape(x.shape),
    })
  }
}

export interface BatchNormOptions extends NormOptions {
  /** What a batch counts for in the running mean and variance. Default: 0.1. */
  readonly momentum?: number
  /** Whether the running variance is over n − 1 in place of n values, as in PyTorch and not in Keras. Default: true. */
  readonly unbiased?: boolean
  /** Where the features are. Default: 1, as in PyTorch: [rows, features, …]. */
  readonly dim?: number
}

/**
 * Ioffe & Szegedy 2015 (arXiv:1502.03167): each feature by its mean and variance over the batch (over the places of an
 * image, too), and in evaluation by the running ones. Those change in the steps of a trainer; a forward pass by itself
 * leaves them alone. Rows that only fill a batch up count for nothing.
 */
export class BatchNorm extends Norm {
  readonly runningMean: Buffer
  readonly runningVar: Buffer
  readonly #momentum: number
  readonly #unbiased: boolean
  readonly #dim: number

  constructor(features: number, options: BatchNormOptions = {}) {
    super(features, options)
    const { momentum = 0.1, unbiased = true, dim = 1 } = options
    check('momentum', 'a number from 0 to 1', momentum, momentum >= 0 && momentum <= 1)
    this.runningMean = new Buffer([features], undefined, 'runningMean')
    this.runningVar = new Buffer([features], new Float32Array(features).fill(1), 'runningVar')
    this.#momentum = momentum
    this.#unbiased = unbiased
    this.#dim = dim
  }

  override forward(x: Tensor): Tensor {
    const rank = x.shape.length
    const axis = normalizeAxis('BatchNorm', this.#dim, rank)
    this.checkFeatures(x, axis)
    const along = alongAxis(axis, rank)
    if (!this.training)
      return this.scaled(this.even(x.sub(along(this.runningMean)), along(this.runningVar)), along)
    const places = sizeOf(x.shape) / (this.numFeatures * (x.shape[0] as number))
    const mean = this.#meanOf(x, axis, places)
    const centred = x.sub(along(mean))
    const variance = this.#meanOf(centred.mul(centred), axis, places)
    this.#remember(mean, variance, places)
    return this.scaled(this.even(centred, along(variance)), along)
  }

  /** Over all axes but the features', [features]. In a step, rows are weighed. */
  #meanOf({ node, shape }: Tensor, axis: number, places: number): Tensor {
    const labels = shape
      .map((_, i) => (i === axis ? 'c' : i === 0 ? 'b' : String.fromCharCode(100 + i)))
      .join('')
    if (this.step)
      return new Tensor(contract(`${labels},b_->c`, node, this.step.weights.node)).mul(1 / places)
    return new Tensor(contract(`${labels}->c`, node)).mul(1 / (places * (shape[0] as number)))
  }

  /** Moves the running numbers towards those of a batch, each row of which has so many places. */
  #remember(mean: Tensor, variance: Tensor, places: number): void {
    const { step } = this
    if (!step) return
    const towards = (batch: Tensor) => (held: Tensor) => held.add(batch.sub(held).mul(this.#momentum))
    step.update(this.runningMean, towards(mean))
    if (!this.#unbiased) {
      step.update(this.runningVar, towards(variance))
      return
    }
    /** Rows that count share the weight 1: the sum of its squares is 1 by their number. One value has no variance. */
    const share = contract('ab,ab->', step.weights.node, step.weights.node)
    const next = (held: Node) => {
      const [old, batch, n] = [argument(0), argument(1), constant(places).div(argument(2))] as const
      const moved = batch.mul(n).div(n.sub(1)).sub(old).mul(this.#momentum)
      return elementwise(select(n.gt(1.5), old.add(moved), old), [held, variance.node, share])
    }
    step.update(this.runningVar, ({ node }) => new Tensor(next(node)))
  }
}

/** Over [rows, features] or [rows, features, places]. */
export class BatchNorm1d extends BatchNorm {}

/** Over [rows, channels, height, width]. */
export class BatchNorm2d extends BatchNorm {}

/** Ba et al. 2016 (arXiv:1607.06450): each row by the mean and variance of its features, which are the last axis. */
export class LayerNorm extends Norm {
  constructor(features: number, options: NormOptions = {}) {
    super(features, options)
  }

  override forward(x: Tensor): Tensor {
    this.checkFeatures(x, x.shape.length - 1)
    return this.scaled(this.even(...centredLast(x)))
  }
}

/**
 * Zhang & Sennrich 2019 (arXiv:1910.07467): each row by the root of the mean square of its features, which are the last
 * axis. Nothing is centred, and there is no shift.
 */
export class RMSNorm extends Norm {
  /** `eps`: as in PyTorch, by default what tells float32 numbers next to 1 apart. */
  constructor(features: number, { eps = 2 ** -23, scale = true }: Omit<NormOptions, 'shift'> = {}) {
    super(features, { eps, scale, shift: false })
  }

  override forward(x: Tensor): Tensor {
    this.checkFeatures(x, x.shape.length - 1)
    return this.scaled(this.even(x, x.mul(x).mean({ dim: -1, keepdim: true })))
  }
}

/**
 * Wu & He 2018 (arXiv:1803.08494): each row [channels, …] by the mean and variance of as many channels as make a group,
 * over all their places. Scale and shift are of channels.
 */
export class GroupNorm extends Norm {
  readonly numGroups: number

  constructor(groups: number, channels: number, options: NormOptions = {}) {
    super(channels, options)
    const fits = Number.isInteger(groups) && groups >= 1 && channels % groups === 0
    check('groups', `a divisor of ${channels} channels`, groups, fits)
    this.numGroups = groups
  }

  override forward(x: Tensor): Tensor {
    this.checkFeatures(x, 1)
    const [rows] = x.shape as [number]
    const grouped = reshape(x.node, [rows, this.numGroups, sizeOf(x.shape) / (rows * this.numGroups)])
    const { node } = this.even(...centredLast(new Tensor(grouped)))
    return this.scaled(new Tensor(reshape(node, x.shape)), alongAxis(1, x.shape.length))
  }
}

/** What is left when the mean of the last axis is taken away, and its variance. */
function centredLast(x: Tensor): [centred: Tensor, variance: Tensor] {
  const centred = x.sub(x.mean({ dim: -1, keepdim: true }))
  return [centred, centred.mul(centred).mean({ dim: -1, keepdim: true })]
}

/** Features, along an axis of a tensor of that many axes. */
function alongAxis(axis: number, rank: number): (features: Tensor) => Tensor {
  const subscripts = `c->${'_'.repeat(axis)}c${'_'.repeat(rank - 1 - axis)}`
  return ({ node }) => new Tensor(contract(subscripts, node))
}

function check(name: string, expected: string, value: number, fits: boolean): void {
  if (fits) return
  throw new OgeeError({
    where: 'normalisation',
    problem: `${name} is out of range`,
    expected,
    got: `${value}`,
  })
}
