/** Rows that pass through train as rows that stay do. Oracle: the same pass over a resident table. */

import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/base/index.ts'
import { deviceNamed } from '../../../src/devices/index.ts'
import {
  Adam,
  type Dataset,
  Linear,
  meanSquaredError,
  Sequential,
  Tanh,
  type Tensor,
  Trainer,
} from '../../../src/nn/index.ts'
import { cut, readAhead } from '../../../src/nn/train/stream.ts'

const [ROWS, FEATURES, BATCH] = [44, 3, 8]

function training() {
  const random = Random.seed(3)
  const network = new Sequential(
    new Linear(FEATURES, 6, { random: random.fork(0) }),
    new Tanh(),
    new Linear(6, 1, { random: random.fork(1) }),
  )
  const trainer = new Trainer({
    module: network,
    forward: ({ x }: { x: Tensor }) => network.forward(x),
    loss: meanSquaredError,
    optimizer: new Adam({ lr: 0.01 }),
    batchSize: BATCH,
    widths: { inputs: { x: FEATURES }, target: 1 },
    device: deviceNamed('wasm'),
  })
  const weights = () => {
    return network.parameters().map((parameter) => [...parameter.data()])
  }
  return { trainer, weights }
}

const numbers = (width: number) => ({
  width,
  data: Float32Array.from(Random.seed(width).normal(ROWS * width)),
})
const whole: Dataset = { rows: ROWS, inputs: { x: numbers(FEATURES) }, target: numbers(1) }

async function* later<T>(parts: Iterable<T>): AsyncGenerator<T> {
  for (const part of parts) {
    await new Promise((resolve) => setTimeout(resolve, 1))
    yield part
  }
}

describe('an epoch of parts', () => {
  it.each([8, 16, 40])('of %i rows is that of the whole table, to the last bit', async (rows) => {
    const [resident, passing] = [training(), training()]
    const placed = resident.trainer.place(whole)
    const order = Uint32Array.from({ length: ROWS }, (_, row) => row)
    for (let epoch = 0; epoch < 3; epoch++) {
      const loss = await passing.trainer.epochOf(epoch === 0 ? later(cut(whole, rows)) : cut(whole, rows))
      expect(loss).toBeCloseTo(resident.trainer.epoch(placed, order), 12)
    }
    expect(passing.weights()).toEqual(resident.weights())
  })

  it('lets a part through in pieces that is larger than the first one was', async () => {
    const [small, large] = [training(), training()]
    await small.trainer.epochOf([...cut(whole, BATCH)])
    const [head] = [...cut(whole, BATCH)] as [Dataset]
    const tail: Dataset = {
      rows: ROWS - BATCH,
      inputs: { x: { width: FEATURES, data: numbers(FEATURES).data.subarray(BATCH * FEATURES) } },
      target: { width: 1, data: numbers(1).data.subarray(BATCH) },
    }
    await large.trainer.epochOf([head, tail])
    expect(large.weights()).toEqual(small.weights())
  })

  it('says when no rows came, and when a part has the wrong width', async () => {
    const { trainer } = training()
    await expect(trainer.epochOf([])).rejects.toThrow('epochOf: no rows came')
    const narrow = { ...whole, inputs: { x: { width: 2, data: new Float32Array(2 * ROWS) } } }
    await expect(trainer.epochOf([narrow])).rejects.toThrow('input x: the table has the wrong size')
  })
})

describe('reading ahead', () => {
  const told = async (parts: AsyncIterable<number>, events: string[], most = 9) => {
    for await (const part of readAhead(parts)) {
      events.push(`use ${part}`)
      if (part === most) break
    }
  }
  async function* source(events: string[], fails = 0): AsyncGenerator<number> {
    try {
      for (let part = 1; part <= 3; part++) {
        events.push(`ask ${part}`)
        if (part === fails) throw new Error('torn tape')
        yield part
      }
    } finally {
      events.push('end')
    }
  }

  it('asks for the next part before one is used', async () => {
    const events: string[] = []
    await told(source(events), events)
    expect(events).toEqual(['ask 1', 'ask 2', 'use 1', 'ask 3', 'use 2', 'end', 'use 3'])
  })

  it('ends the source when its reader stops', async () => {
    const events: string[] = []
    await told(source(events), events, 1)
    expect(events).toEqual(['ask 1', 'ask 2', 'use 1', 'end'])
  })

  it('hands on what the source throws, behind what came before it', async () => {
    const events: string[] = []
    await expect(told(source(events, 2), events)).rejects.toThrow('torn tape')
    expect(events).toEqual(['ask 1', 'ask 2', 'end', 'use 1'])
  })
})
