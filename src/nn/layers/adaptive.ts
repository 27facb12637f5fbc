/** Softmax over very many classes, the rare ones in clusters: fewer weights, and smaller products. */

import { formatShape, OgeeError, type Random, sameShape } from '../../base/index.ts'
import { constant, type Expr, select } from '../../expr/index.ts'
import { constantNode, contract, slice } from '../../graph/index.ts'
import { cat } from '../functional/columns.ts'
import { F } from '../functional/index.ts'
import { pickClass } from '../losses/index.ts'
import { Module } from '../module.ts'
import { nextStream } from '../random.ts'
import { Tensor } from '../tensor.ts'
import { Linear } from './linear.ts'
import { Sequential } from './sequential.ts'

export interface AdaptiveLogSoftmaxOptions {
  /** Class numbers at which clusters begin, ascending, between 1 and classes − 1. Frequent classes come first. */
  readonly cutoffs: readonly number[]
  /** By how much each cluster's width is smaller than the one before's. Default: 4. */
  readonly divValue?: number
  /** Default: false. */
  readonly headBias?: boolean
  /** Default: the shared stream (`manualSeed`). */
  readonly random?: Random
}

/**
 * Grave et al. 2016 (arXiv:1609.04309), as PyTorch has it: a head over the frequent classes and the clusters,
 * and for each cluster a tail of two linear maps. Every row goes through every tail; it is the tails' width
 * that is saved, not their rows.
 */
export class AdaptiveLogSoftmaxWithLoss extends Module {
  readonly inFeatures: number
  readonly classes: number
  readonly head: Linear
  readonly tail: readonly Sequential[]
  /** Where each cluster begins, and the number of classes. */
  readonly #cutoffs: readonly number[]

  constructor(
    inFeatures: number,
    classes: number,
    { cutoffs, divValue = 4, headBias = false, random = nextStream() }: AdaptiveLogSoftmaxOptions,
  ) {
    super()
    checkCutoffs(cutoffs, classes)
    this.inFeatures = inFeatures
    this.classes = classes
    this.#cutoffs = [...cutoffs, classes]
    const shortlist = cutoffs[0] as number
    const headOptions = { bias: headBias, random: random.fork('head') }
    this.head = new Linear(inFeatures, shortlist + cutoffs.length, headOptions)
    this.tail = cutoffs.map((start, i) => {
      const width = Math.max(1, Math.floor(inFeatures / divValue ** (i + 1)))
      const options = (part: string) => ({ bias: false, random: random.fork(i).fork(part) })
      return new Sequential(
        new Linear(inFeatures, width, options('projection')),
        new Linear(width, (this.#cutoffs[i + 1] as number) - start, options('output')),
      )
    })
  }

  /** The log-probability of each row's class: [rows, features] and [rows] or [rows, 1] → as the target. */
  override forward(x: Tensor, target: Tensor): Tensor {
    const flat = target.shape.length === 1
    const column = flat ? new Tensor(contract('b->b_', target.node)) : target
    const [rows = 0] = x.shape
    if (!sameShape(column.shape, [rows, 1]))
      throw new OgeeError({
        where: 'AdaptiveLogSoftmaxWithLoss',
        problem: 'a class number per row is needed',
        expected: formatShape([rows]),
        got: formatShape(target.shape),
      })
    const inHead = column.map((number) => this.#headClass(number))
    const parts = this.tail.map((tail, i) =>
      pickClass(F.log_softmax(tail.forward(x)), column.sub(this.#cutoffs[i] as number)),
    )
    const picked = parts.reduce((a, b) => a.add(b), pickClass(this.#headLogProb(x), inHead))
    return flat ? new Tensor(contract('ba->b', picked.node)) : picked
  }

  /** The mean over the rows of the negative log-probability of each row's class. */
  loss(x: Tensor, target: Tensor): Tensor {
    return this.forward(x, target).mean().neg()
  }

  /** The log-probabilities of all classes: [rows, classes]. */
  logProb(x: Tensor): Tensor {
    const { node } = this.#headLogProb(x)
    const shortlist = this.#cutoffs[0] as number
    const clusters = this.tail.map((tail, i) =>
      F.log_softmax(tail.forward(x)).add(new Tensor(slice(node, shortlist + i, 1))),
    )
    return cat([new Tensor(slice(node, 0, shortlist)), ...clusters], { dim: -1 })
  }

  /** The most probable class of each row: [rows]. */
  predict(x: Tensor): Tensor {
    const numbers = constantNode(
      Array.from({ length: this.classes }, (_, i) => i),
      [this.classes],
    )
    return new Tensor(contract('bc,c->b', F.hardmax(this.logProb(x)).node, numbers))
  }

  #headLogProb(x: Tensor): Tensor {
    return F.log_softmax(this.head.forward(x))
  }

  /** A frequent class is its own entry of the head, one of a cluster the cluster's. */
  #headClass(number: Expr): Expr {
    const [shortlist = 0] = this.#cutoffs
    return this.tail.reduce<Expr>(
      (entry, _, i) => select(number.ge(this.#cutoffs[i] as number), constant(shortlist + i), entry),
      number,
    )
  }
}

function checkCutoffs(cutoffs: readonly number[], classes: number): void {
  const ascending = cutoffs.every(
    (cutoff, i) => Number.isInteger(cutoff) && cutoff > (cutoffs[i - 1] ?? 0) && cutoff < classes,
  )
  if (cutoffs.length > 0 && ascending) return
  throw new OgeeError({
    where: 'AdaptiveLogSoftmaxWithLoss',
    problem: 'the cutoffs are none',
    expected: `ascending whole numbers from 1 to ${classes - 1}`,
    got: `[${cutoffs.join(', ')}]`,
  })
}
