/**
 * `F`: functions of tensors in PyTorch's spelling. The activations are those of the catalogue, all of them;
 * none is listed here but those that PyTorch writes as one word.
 */

import type * as activations from '../../activations/index.ts'
import {
  ACTIVATIONS,
  type Activation,
  type ActivationName,
  ELEMENTWISE,
  type ElementwiseName,
} from '../../activations/index.ts'
import { nextStream } from '../random.ts'
import type { Tensor } from '../tensor.ts'
import { activate } from './activate.ts'
import { type AlongOptions, activateAlong } from './along.ts'
import { alphaDropout, dropout } from './dropout.ts'
import { images } from './images.ts'
import { losses } from './losses.ts'
import { flatten, unflatten } from './shape.ts'

const ONE_WORD = {
  hardShrink: 'hardshrink',
  hardSigmoid: 'hardsigmoid',
  hardSilu: 'hardswish',
  hardTanh: 'hardtanh',
  logSigmoid: 'logsigmoid',
  softShrink: 'softshrink',
  tanhShrink: 'tanhshrink',
} as const satisfies Partial<Record<ElementwiseName, string>>

type OneWord = typeof ONE_WORD

/** 'leakyRelu' → 'leaky_relu'. */
type SnakeCase<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${SnakeCase<Tail>}`
    : `_${Lowercase<Head>}${SnakeCase<Tail>}`
  : Name

type TorchName<Name extends string> = Name extends keyof OneWord ? OneWord[Name] : SnakeCase<Name>

type ParameterOf<Name extends ElementwiseName> =
  (typeof activations)[Name] extends Activation<infer P> ? P : never

/** Parameters by the catalogue's names; those that are tensors broadcast against `x`. */
type Elementwises = {
  readonly [Name in ElementwiseName as TorchName<Name>]: (
    x: Tensor,
    parameters?: Readonly<Partial<Record<ParameterOf<Name>, number | Tensor>>>,
  ) => Tensor
}

type VectorName = Exclude<ActivationName, ElementwiseName>

/** Those that act along an axis: `dim`, and what else an entry takes. Random ones draw anew with each call. */
type Alongs = {
  readonly [Name in VectorName as TorchName<Name>]: (
    x: Tensor,
    options?: AlongOptions<(typeof activations)[Name]>,
  ) => Tensor
}

function torchName(name: string): string {
  const oneWord: Readonly<Record<string, string>> = ONE_WORD
  return oneWord[name] ?? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

const elementwises = Object.fromEntries(
  ELEMENTWISE.map((activation) => [
    torchName(activation.name),
    (x: Tensor, parameters = {}) => activate(activation, x, parameters),
  ]),
) as Elementwises

const alongs = Object.fromEntries(
  ACTIVATIONS.filter((entry) => entry.kind === 'vector').map((entry) => [
    torchName(entry.name),
    (x: Tensor, options?: object) =>
      activateAlong(entry, x, options, entry.random ? nextStream() : undefined),
  ]),
) as Alongs

export const F = {
  ...elementwises,
  ...alongs,
  ...losses,
  ...images,
  flatten,
  unflatten,
  /** Draws anew with each call, as `dropout` does. */
  alpha_dropout: (x: Tensor, { p = 0.5, training = true } = {}): Tensor =>
    training ? alphaDropout(x, p, nextStream()) : x,
  /** Draws anew with each call. */
  dropout: (x: Tensor, { p = 0.5, training = true } = {}): Tensor =>
    training ? dropout(x, p, nextStream()) : x,
} as const
