/** jax-js on its WebAssembly device: the whole step, Adam included, is one jitted function. */

import { readFileSync } from 'node:fs'
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax'
import type { Run, System, Work } from '../system.ts'

export const system: System = {
  name: 'jax-js-wasm',
  threads: 1, // it starts threads only where there is a global Worker, which Node has not
  available: async () => null,
  refuses: () => null,
  version: async () => {
    const manifest = new URL('../node_modules/@jax-js/jax/package.json', import.meta.url)
    return JSON.parse(readFileSync(manifest, 'utf8')).version
  },
  prepare,
}

/** Parameters, first and second moments, number of steps taken. */
type State = { parameters: np.Array[]; m: np.Array[]; v: np.Array[]; count: np.Array }

async function prepare(work: Work): Promise<Run> {
  await init('wasm')
  defaultDevice('wasm')
  const classes = work.layers.at(-1)?.outputs ?? 0
  const batches = work.batches.map(({ inputs, labels }) => ({
    inputs: np.array(inputs).reshape([work.rows, work.layers[0]?.inputs ?? 0]),
    targets: nn.oneHot(np.array(labels, { dtype: np.int32 }), classes),
  }))
  const parameters = work.layers.flatMap(({ inputs, outputs, weights }) => [
    np.array(weights).reshape([inputs, outputs]),
    np.zeros([outputs]),
  ])
  let state: State = {
    parameters,
    m: parameters.map(({ shape }) => np.zeros(shape)),
    v: parameters.map(({ shape }) => np.zeros(shape)),
    count: np.array(0, { dtype: np.float32 }),
  }
  const update = jit(makeStep(work))
  let step = 0
  return {
    async run(steps) {
      let loss: np.Array | undefined
      for (let i = 0; i < steps; i++, step++) {
        const batch = batches[step % batches.length]
        if (!batch) throw new Error('no batch')
        loss?.dispose()
        ;[state, loss] = update(state, batch.inputs.ref, batch.targets.ref)
        // Without waiting it queues work, and the queue costs more than the work (measured: 40 times).
        await blockUntilReady(state)
      }
      return (await loss?.data())?.[0] ?? Number.NaN
    },
    async close() {
      for (const array of [...state.parameters, ...state.m, ...state.v, state.count]) array.dispose()
      for (const { inputs, targets } of batches) for (const array of [inputs, targets]) array.dispose()
      update.dispose()
    },
  }
}

function makeStep(work: Work): (state: State, inputs: np.Array, targets: np.Array) => [State, np.Array] {
  const lossOf = (parameters: np.Array[], inputs: np.Array, targets: np.Array): np.Array => {
    const logits = work.layers.reduce((x, { activation }, i) => {
      const [weights, bias] = parameters.slice(2 * i)
      if (!weights || !bias) throw new Error('a layer without parameters')
      const z = np.dot(x, weights).add(bias)
      return activation === 'none' ? z : nn[activation](z)
    }, inputs)
    return nn
      .logSoftmax(logits)
      .mul(targets)
      .sum()
      .mul(-1 / work.rows)
  }
  return ({ parameters, m, v, count }, inputs, targets) => {
    const [loss, gradients] = valueAndGrad(lossOf)(
      parameters.map((p) => p.ref),
      inputs,
      targets,
    )
    const next = count.add(1)
    const bias1 = np
      .exp(next.ref.mul(Math.log(0.9)))
      .mul(-1)
      .add(1)
    const bias2 = np
      .exp(next.ref.mul(Math.log(0.999)))
      .mul(-1)
      .add(1)
    const newM = m.map((a, i) => a.mul(0.9).add((gradients[i] as np.Array).ref.mul(0.1)))
    const newV = v.map((a, i) => a.mul(0.999).add(np.square(gradients[i] as np.Array).mul(0.001)))
    const rate = bias1.div(work.learningRate)
    const moved = parameters.map((p, i) => {
      const size = np.sqrt((newV[i] as np.Array).ref.div(bias2.ref)).add(1e-8)
      return p.sub((newM[i] as np.Array).ref.div(rate.ref).div(size))
    })
    rate.dispose()
    bias2.dispose()
    return [{ parameters: moved, m: newM, v: newV, count: next }, loss]
  }
}
