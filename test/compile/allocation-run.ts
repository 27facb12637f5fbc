/** Trains for many steps, asks for many answers, and prints, as JSON, what that did to the heap. Run with --expose-gc, in a process alone. */

import { compile } from '../../src/compile/compile.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import { apply } from '../../src/expr/expr.ts'
import { argument } from '../../src/graph/index.ts'
import { Linear, Predictor } from '../../src/nn/index.ts'
import { trainingStep, WIDTHS } from '../graph/step.ts'

/** Until V8 has compiled the loop it boxes the numbers that pass through: that is not ours to count. */
const WARM_UP = 100_000
const STEPS = 40_000
/** Few: what a series costs as a whole must be nothing, too. */
const IN_A_ROW = 8
const ROUNDS = 4
const ROWS = 64

const step = trainingStep(apply('tanh', argument(0)))
const compiled = compile({ step: { ...step.entry, repeats: true } }, deviceNamed('wasm'))
const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i))
compiled.bind('x', compiled.table(ROWS, [WIDTHS.features], numbers(ROWS * WIDTHS.features)))
compiled.bind('y', compiled.table(ROWS, [WIDTHS.outputs], numbers(ROWS * WIDTHS.outputs)))
const order = compiled.indices(ROWS)
order.write(Array.from({ length: ROWS }, (_, i) => i))
compiled.bind('rows', order)
const series = compiled.series('step', IN_A_ROW)
const scalars = step.optimizer.step()

function train(steps: number): number {
  for (let done = 0; done < steps; done += IN_A_ROW) {
    const runs = Math.min(IN_A_ROW, steps - done)
    for (let run = 0; run < runs; run++) series.put(run, scalars)
    series.run(runs)
  }
  return compiled.scalar('step', 'loss')
}

const firstLoss = train(1)
train(WARM_UP)
globalThis.gc?.()
const before = process.memoryUsage()
const bytesPerStep = leastBytes(train)
const lastLoss = train(1)
globalThis.gc?.()
const after = process.memoryUsage()
const network = new Linear(WIDTHS.features, WIDTHS.outputs)
const predictor = new Predictor({
  module: network,
  forward: ({ x }) => network.forward(x),
  widths: { x: WIDTHS.features },
})
const inputs = { x: numbers(WIDTHS.features) }
const output = new Float32Array(WIDTHS.outputs)
const answer = (times: number) => {
  for (let i = 0; i < times; i++) predictor.predictInto(inputs, output)
}
answer(WARM_UP)
const bytesPerAnswer = leastBytes(answer)

/** Bytes to a call in the best of several rounds: on a busy machine V8's compiler may come late. */
function leastBytes(run: (times: number) => unknown): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    globalThis.gc?.()
    const start = process.memoryUsage().heapUsed
    run(STEPS)
    return (process.memoryUsage().heapUsed - start) / STEPS
  })
  return Math.min(...rounds)
}

process.stdout.write(
  JSON.stringify({
    bytesPerStep,
    kept: after.heapUsed - before.heapUsed,
    arrays: after.arrayBuffers - before.arrayBuffers,
    bytesPerAnswer,
    firstLoss,
    lastLoss,
  }),
)
