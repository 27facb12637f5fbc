/** Convolutions with learned weights, in PyTorch's shapes and with its initial weights. */

import { OgeeError, type Random, sizeOf } from '../../base/index.ts'
import { type ConvolveOptions, convolve } from '../functional/convolve.ts'
import { type PerAxis, windowed } from '../functional/windowed.ts'
import { initialiseLikeTorch } from '../init.ts'
import { Module } from '../module.ts'
import { Parameter } from '../parameter.ts'
import { nextStream } from '../random.ts'
import type { Tensor } from '../tensor.ts'

export interface ConvOptions extends Omit<ConvolveOptions, 'bias'> {
  /** Default: true. */
  readonly bias?: boolean
  /** Default: the shared stream (`manualSeed`). */
  readonly random?: Random
}

abstract class Conv extends Module {
  readonly weight: Parameter
  readonly bias: Parameter | undefined
  readonly #where: string
  readonly #rank: number
  readonly #options: ConvolveOptions

  constructor(
    rank: number,
    [inChannels, outChannels]: readonly [number, number],
    kernelSize: PerAxis,
    { bias = true, random = nextStream(), ...options }: ConvOptions,
  ) {
    super()
    this.#rank = rank
    this.#where = `Conv${rank}d(${inChannels}, ${outChannels})`
    this.#options = options
    const { groups = 1, channels = 'first' } = options
    this.#checkChannels(inChannels, outChannels, groups)
    const kernel = windowed(this.#where, rank, kernelSize, options).along.map(({ size }) => size)
    const inputs = inChannels / groups
    const shape = channels === 'first' ? [outChannels, inputs, ...kernel] : [...kernel, inputs, outChannels]
    const fanIn = inputs * sizeOf(kernel)
    const draw = (of: readonly number[], name: string) =>
      new Parameter(of, initialiseLikeTorch(of, fanIn, random.fork(name)), name)
    this.weight = draw(shape, 'weight')
    this.bias = bias ? draw([outChannels], 'bias') : undefined
  }

  override forward(x: Tensor): Tensor {
    return convolve(this.#where, this.#rank, x, this.weight, { ...this.#options, bias: this.bias })
  }

  #checkChannels(inChannels: number, outChannels: number, groups: number): void {
    const isCount = (value: number) => Number.isInteger(value) && value >= 1
    const isFine = [inChannels, outChannels, groups].every(isCount)
    if (isFine && inChannels % groups === 0 && outChannels % groups === 0) return
    throw new OgeeError({
      where: this.#where,
      problem: isFine ? 'the channels do not divide into groups' : 'no such number of channels',
      expected: isFine ? 'channels divisible by groups' : 'whole numbers of at least 1',
      got: `${inChannels} in, ${outChannels} out, groups=${groups}`,
    })
  }
}

/** [batch, inChannels, length] → [batch, outChannels, length′]; weight [outChannels, inChannels / groups, kernelSize]. */
export class Conv1d extends Conv {
  constructor(inChannels: number, outChannels: number, kernelSize: PerAxis, options: ConvOptions = {}) {
    super(1, [inChannels, outChannels], kernelSize, options)
  }
}

/**
 * [batch, inChannels, height, width] → [batch, outChannels, height′, width′]; weight [outChannels, inChannels / groups,
 * …kernelSize].
 */
export class Conv2d extends Conv {
  constructor(inChannels: number, outChannels: number, kernelSize: PerAxis, options: ConvOptions = {}) {
    super(2, [inChannels, outChannels], kernelSize, options)
  }
}
