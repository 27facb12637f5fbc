/** The works that are measured, with the same data and the same first weights for every system. */

import { ELEMENTWISE } from '../src/activations/index.ts'
import { Random } from '../src/base/random.ts'
import type { Activation, Batch, ImagesWork, Layer, PredictionWork, TrainingWork, Work } from './system.ts'

/** A work, and how it is measured: every system does it as many times a round as any other. */
export interface Plan {
  readonly work: Work
  readonly rounds: number
  readonly times: number
}

const BATCHES = 16

export function makePlans(): readonly Plan[] {
  return [
    { work: training([10, 64, 32, 10], ['relu', 'sigmoid'], 32), rounds: 15, times: 400 },
    { work: training([10, 64, 64, 64, 64, 10], repeat('tanh', 4), 32), rounds: 15, times: 160 },
    { work: training([784, 512, 512, 10], ['relu', 'relu'], 128), rounds: 9, times: 16 },
    { work: training([784, 2048, 2048, 10], ['relu', 'relu'], 256, 2), rounds: 5, times: 2 },
    { work: images(28, [16, 32], 32), rounds: 9, times: 4 },
    { work: product(1024), rounds: 9, times: 4 },
    { work: prediction([10, 64, 32, 10], ['relu', 'sigmoid'], 1), rounds: 15, times: 2000 },
    { work: prediction([784, 512, 512, 10], ['relu', 'relu'], 1024), rounds: 9, times: 4 },
    ...ELEMENTWISE.flatMap(({ name }) => [
      { work: elementwise(name, 2 ** 15, '32K'), rounds: 9, times: 64 },
      { work: elementwise(name, 2 ** 22, '4M'), rounds: 5, times: 1 },
    ]),
  ]
}

/** What a run's time means: the figure that is reported, and its unit. */
export function figureOf(work: Work, seconds: number): number {
  switch (work.kind) {
    case 'training':
    case 'images':
    case 'prediction':
      return seconds * 1e6
    case 'product':
      return (2 * work.size ** 3) / seconds / 1e9
    case 'elementwise':
      return (seconds * 1e9) / work.x.length
  }
}

export const UNITS: Readonly<Record<Work['kind'], string>> = {
  training: 'µs',
  images: 'µs',
  prediction: 'µs',
  product: 'GFLOP/s',
  elementwise: 'ns',
}

/** Whether more is better. */
export const isRate = (unit: string): boolean => unit === UNITS.product

/** `activations` of the hidden layers; the last layer's are logits. */
export function training(
  sizes: readonly number[],
  activations: readonly Activation[],
  rows: number,
  batches = BATCHES,
): TrainingWork {
  const name = `step/${sizes.join('-')}/b${rows}`
  const random = Random.seed(0).fork(name)
  const [inputs = 0, classes = 0] = [sizes[0], sizes.at(-1)]
  const made = batchesOf(rows, inputs, classes, batches, random)
  const layers = layersOf(sizes, activations, random)
  return { kind: 'training', name, layers, rows, batches: made, learningRate: 0.001 }
}

function batchesOf(rows: number, inputs: number, classes: number, count: number, random: Random): Batch[] {
  return Array.from({ length: count }, (_, i): Batch => {
    const labels = Int32Array.from({ length: rows }, (_, row) =>
      random.fork(`labels ${i}`).integer(row, classes),
    )
    return { inputs: Float32Array.from(random.fork(`inputs ${i}`).normal(rows * inputs)), labels }
  })
}

/** Convolutions to so many channels each, and ten classes. */
function images(size: number, channels: readonly number[], rows: number): ImagesWork {
  const name = `step/${size}x${size}-${channels.join('-')}-10/b${rows}`
  const random = Random.seed(0).fork(name)
  const convolutions = channels.map((outputs, i) => {
    const inputs = channels[i - 1] ?? 1
    const draws = random.fork(`kernel ${i}`).normal(9 * inputs * outputs, 0, Math.sqrt(2 / (9 * inputs)))
    return { inputs, outputs, weights: Float32Array.from(draws) }
  })
  const left = channels.reduce((extent) => Math.floor((extent - 2) / 2), size)
  const [head] = layersOf([left * left * (channels.at(-1) ?? 1), 10], [], random)
  const batches = batchesOf(rows, size * size, 10, BATCHES, random)
  return { kind: 'images', name, size, convolutions, head: head as Layer, rows, batches, learningRate: 0.001 }
}

function prediction(
  sizes: readonly number[],
  activations: readonly Activation[],
  rows: number,
): PredictionWork {
  const name = `predict/${sizes.join('-')}/b${rows}`
  const random = Random.seed(0).fork(name)
  const inputs = Float32Array.from(random.fork('inputs').normal(rows * (sizes[0] as number)))
  return { kind: 'prediction', name, layers: layersOf(sizes, activations, random), rows, inputs }
}

function layersOf(sizes: readonly number[], activations: readonly Activation[], random: Random): Layer[] {
  return [...activations, 'none' as const].map((activation, i): Layer => {
    const [inputs = 0, outputs = 0] = sizes.slice(i)
    const std = Math.sqrt(2 / inputs)
    const weights = Float32Array.from(random.fork(`layer ${i}`).normal(inputs * outputs, 0, std))
    return { inputs, outputs, activation, weights }
  })
}

/** Positive numbers, so that the answer's sum does not cancel. */
function product(size: number): Work {
  const random = Random.seed(0).fork('product')
  const matrix = (label: string) => Float32Array.from(random.fork(label).uniform(size * size))
  return { kind: 'product', name: `matmul/${size}`, size, a: matrix('a'), b: matrix('b') }
}

/** Standard normal numbers, as they arrive at an activation. */
function elementwise(activation: string, length: number, label: string): Work {
  return { kind: 'elementwise', name: `elementwise/${activation}/${label}`, activation, x: normals(length) }
}

const known = new Map<number, Float32Array<ArrayBuffer>>()

function normals(length: number): Float32Array<ArrayBuffer> {
  const x = known.get(length) ?? Float32Array.from(Random.seed(0).fork('x').normal(length))
  known.set(length, x)
  return x
}

function repeat<T>(value: T, count: number): T[] {
  return Array.from({ length: count }, () => value)
}
