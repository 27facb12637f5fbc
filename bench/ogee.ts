/** Ogee as a measured system, for each kind of work. */

import { readFileSync } from 'node:fs'
import { findElementwise } from '../src/activations/index.ts'
import { compile } from '../src/compile/compile.ts'
import { type Device, deviceNamed } from '../src/devices/index.ts'
import { contract, input, type Node } from '../src/graph/index.ts'
import {
  Adam,
  activate,
  Conv2d,
  crossEntropy,
  F,
  Flatten,
  Identity,
  Linear,
  MaxPool2d,
  Predictor,
  ReLU,
  Sequential,
  Sigmoid,
  Tanh,
  Tensor,
  Trainer,
  Unflatten,
} from '../src/nn/index.ts'
import {
  answerOf,
  type ElementwiseWork,
  firstColumnMean,
  type ImagesWork,
  type Layer,
  ONE_THREAD,
  type PredictionWork,
  type ProductWork,
  type Run,
  type System,
  type TrainingWork,
} from './system.ts'

const ACTIVATIONS = { relu: ReLU, sigmoid: Sigmoid, tanh: Tanh, none: Identity }

/** On at most so many threads: what is too small for them runs on fewer. */
export function ogeeSystem(threads: number): System {
  const device = deviceNamed('wasm', { threads })
  return {
    name: 'ogee',
    threads,
    available: async () => null,
    refuses: ({ kind }) => (kind === 'elementwise' && threads > 1 ? ONE_THREAD : null),
    version: async () =>
      JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version,
    async prepare(work) {
      switch (work.kind) {
        case 'training':
          return train(work, networkOf(work.layers), device)
        case 'images':
          return train(work, imageNetworkOf(work), device)
        case 'product':
          return multiply(work, device)
        case 'elementwise':
          return apply(work, device)
        case 'prediction':
          return predict(work, device)
      }
    },
  }
}

/** The training of a network that starts from the work's weights. */
export function train(work: TrainingWork | ImagesWork, network: Sequential, device: Device): Run {
  const width = (work.batches[0]?.inputs.length ?? 0) / work.rows
  const trainer = new Trainer({
    forward: ({ x }) => network.forward(x as Tensor),
    module: network,
    loss: crossEntropy,
    optimizer: new Adam({ lr: work.learningRate }),
    batchSize: work.rows,
    widths: { inputs: { x: width }, target: 1 },
    device,
  })
  const rows = work.rows * work.batches.length
  const resident = trainer.place({
    rows,
    inputs: { x: { width, data: joined(work.batches.map(({ inputs }) => inputs)) } },
    target: { width: 1, data: joined(work.batches.map(({ labels }) => labels)) },
  })
  const order = Uint32Array.from({ length: rows }, (_, row) => row)
  let step = 0
  /** Up to the end of the table, or as many steps as are wanted. */
  const pass = (steps: number): number => {
    const first = step % work.batches.length
    const taken = Math.min(steps, work.batches.length - first)
    step += taken
    return trainer.epoch(resident, order.subarray(first * work.rows, (first + taken) * work.rows))
  }
  return {
    async run(steps) {
      for (const end = step + steps - 1; step < end; ) pass(end - step)
      return pass(1)
    },
    async close() {},
  }
}

function multiply({ size, a, b }: ProductWork, device: Device): Run {
  const product = contract('ij,jk->ik', input('a', [size, size]), input('b', [size, size]))
  return compiledRun(device, product, { a, b }, (c) => firstColumnMean(c.subarray(0, size), 1))
}

function apply({ activation, x }: ElementwiseWork, device: Device): Run {
  const y = activate(findElementwise(activation), new Tensor(input('x', [x.length])))
  return compiledRun(device, y.node, { x }, answerOf)
}

/** A graph of one output over inputs that stay in the device's memory. */
function compiledRun(
  device: Device,
  output: Node,
  inputs: Readonly<Record<string, Float32Array>>,
  answer: (values: Float32Array) => number,
): Run {
  const compiled = compile({ main: { outputs: { output } } }, device)
  for (const [name, data] of Object.entries(inputs)) compiled.write(name, data)
  let known: number | undefined
  return {
    async run(times) {
      for (let i = 0; i < times; i++) compiled.run('main')
      /** Copied out once: the inputs never change. */
      known ??= answer(Float32Array.from(compiled.read('main', 'output')))
      return known
    },
    async close() {},
  }
}

function predict({ layers, rows, inputs }: PredictionWork, device: Device): Run {
  const network = networkOf(layers)
  const width = layers[0]?.inputs ?? 0
  const predictor = new Predictor({
    forward: ({ x }) => F.softmax(network.forward(x as Tensor), { dim: 1 }),
    module: network,
    widths: { x: width },
    device,
  })
  const classes = layers.at(-1)?.outputs ?? 0
  const output = new Float32Array(rows * classes)
  return {
    async run(times) {
      for (let i = 0; i < times; i++) predictor.predictInto({ x: inputs }, output)
      return firstColumnMean(output, classes)
    },
    async close() {},
  }
}

function networkOf(layers: readonly Layer[]): Sequential {
  return new Sequential(...layers.flatMap((layer) => [linear(layer), new ACTIVATIONS[layer.activation]()]))
}

function imageNetworkOf({ size, convolutions, head }: ImagesWork): Sequential {
  const blocks = convolutions.flatMap(({ inputs, outputs, weights }) => {
    const convolution = new Conv2d(inputs, outputs, 3, { channels: 'last' })
    convolution.weight.set(weights)
    convolution.bias?.set(new Float32Array(outputs))
    return [convolution, new ReLU(), new MaxPool2d(2, { channels: 'last' })]
  })
  return new Sequential(new Unflatten(1, [size, size, 1]), ...blocks, new Flatten(), linear(head))
}

export function linear({ inputs, outputs, weights }: Layer): Linear {
  const layer = new Linear(inputs, outputs)
  layer.weight.state.data.forEach((_, i, data) => {
    data[i] = weights[(i % inputs) * outputs + Math.floor(i / inputs)] as number
  })
  layer.bias?.state.data.fill(0)
  return layer
}

function joined(parts: readonly ArrayLike<number>[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let start = 0
  for (const part of parts) {
    whole.set(part, start)
    start += part.length
  }
  return whole
}
