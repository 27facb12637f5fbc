/** Affine maps. */

import { formatShape, OgeeError, type Random } from '../../base/index.ts'
import { argument, contract, elementwise } from '../../graph/index.ts'
import { initialiseLikeTorch } from '../init.ts'
import { Module } from '../module.ts'
import { Parameter } from '../parameter.ts'
import { nextStream } from '../random.ts'
import { Tensor } from '../tensor.ts'

export interface LinearOptions {
  /** Default: true. */
  readonly bias?: boolean
  /** Default: the shared stream (`manualSeed`). */
  readonly random?: Random
}

/** y = x·Wᵀ + b: [rows, inFeatures] → [rows, outFeatures]; weight [outFeatures, inFeatures], as in PyTorch. */
export class Linear extends Module {
  readonly inFeatures: number
  readonly outFeatures: number
  readonly weight: Parameter
  readonly bias: Parameter | undefined

  constructor(
    inFeatures: number,
    outFeatures: number,
    { bias = true, random = nextStream() }: LinearOptions = {},
  ) {
    super()
    for (const features of [inFeatures, outFeatures])
      if (!Number.isInteger(features) || features < 1)
        throw new OgeeError({
          where: 'Linear',
          problem: 'no such number of features',
          expected: 'whole numbers of at least 1',
          got: `${inFeatures}, ${outFeatures}`,
        })
    this.inFeatures = inFeatures
    this.outFeatures = outFeatures
    const shape = [outFeatures, inFeatures]
    this.weight = new Parameter(
      shape,
      initialiseLikeTorch(shape, inFeatures, random.fork('weight')),
      'weight',
    )
    const initialBias = () => initialiseLikeTorch([outFeatures], inFeatures, random.fork('bias'))
    this.bias = bias ? new Parameter([outFeatures], initialBias(), 'bias') : undefined
  }

  override forward(x: Tensor): Tensor {
    const isTensor = x instanceof Tensor
    if (!isTensor || x.shape.at(-1) !== this.inFeatures)
      throw new OgeeError({
        where: `Linear(${this.inFeatures}, ${this.outFeatures})`,
        problem: isTensor ? 'the input has the wrong number of features' : 'the input is no tensor',
        expected: `[…, ${this.inFeatures}]`,
        got: isTensor ? formatShape(x.shape) : typeof x,
        ...(isTensor ? {} : { hint: 'tensor([[…]]) makes one of lists of numbers.' }),
      })
    const leading = x.shape
      .slice(0, -1)
      .map((_, axis) => String.fromCharCode(97 + axis))
      .join('')
    const y = contract(`${leading}y,zy->${leading}z`, x.node, this.weight.node)
    return new Tensor(this.bias ? elementwise(argument(0).add(argument(1)), [y, this.bias.node]) : y)
  }
}
