/** What a trainer compiles: the graphs of its step and of its evaluation. It runs nothing. */

import { formatShape, OgeeError, sameShape } from '../../base/index.ts'
import type { Device } from '../../devices/device.ts'
import { select } from '../../expr/expr.ts'
import {
  argument,
  contract,
  type Entry,
  elementwise,
  gradients,
  input,
  lookup,
  type Node,
  type State,
} from '../../graph/index.ts'
import { type LossModule, lossPerRow } from '../layers/losses.ts'
import type { Loss } from '../losses/index.ts'
import { forwardOf, inMode, type Module, type Step } from '../module.ts'
import type { Optimizer } from '../optim/index.ts'
import { type Buffer, type Parameter, type Store, storesIn } from '../parameter.ts'
import { Tensor } from '../tensor.ts'

export interface TrainerOptions<Name extends string = string> {
  /**
   * The network: inputs by name, each [rows, width], to what the loss takes, [rows, outputs]. Default: the module, to
   * which the inputs go in the order of `widths`.
   */
  readonly forward?: (inputs: Readonly<Record<Name, Tensor>>) => Tensor
  /** From what the loss takes to what is predicted: the softmax of logits. Default: the same. */
  readonly finish?: (output: Tensor) => Tensor
  /**
   * Whose parameters are trained, those with `requiresGrad`. In training mode while the step is built, else in
   * evaluation mode. What is built stays as it is: a module changed later needs a new trainer.
   */
  readonly module: Module
  /** Modules outside it that the network goes through: they keep their mode, and nothing of them is trained. */
  readonly frozen?: readonly Module[]
  /** A function from outputs and targets to a loss for each row, or one of PyTorch's: `new CrossEntropyLoss()`. */
  readonly loss: Loss | LossModule
  readonly optimizer: Optimizer
  /** What is added to the mean loss, [], a function of parameters: `() => layer.weight.abs().sum().mul(1e-4)`. */
  readonly penalty?: () => Tensor
  /** What the optimiser is given in place of the gradients: `(gradients) => clipGradNorm(gradients, 1)`. */
  readonly gradients?: (gradients: readonly Tensor[]) => readonly Tensor[]
  /** Rows to a step; rounded up to a multiple of 8 inside. */
  readonly batchSize: number
  /** The width of every input, and of the target. */
  readonly widths: { readonly inputs: Readonly<Record<Name, number>>; readonly target: number }
  /** Whether data sets say with `weights` what each row's loss is multiplied by. Default: false. */
  readonly weighted?: boolean
  /** Default: the default device. */
  readonly device?: Device
}

/** Rows to a run without training. */
export const EVALUATION_ROWS = 64

/** The entries of a trainer's program, with the widths of what is predicted and of what the loss takes. */
export interface TrainerProgram {
  readonly entries: { readonly train: Entry; readonly evaluate: Entry }
  readonly outputs: number
  readonly logits: number
}

export function programOf<Name extends string>(options: TrainerOptions<Name>, batch: number): TrainerProgram {
  const { module, penalty, finish = (output: Tensor) => output } = options
  const train = trainingStep(options, batch)
  const { loss, counted, output, finished } = inMode(module, false, () => {
    const made = lossOf(options, batchOf('evaluate', EVALUATION_ROWS))
    return { ...made, finished: finish(made.output) }
  })
  const parts = { ...(counted ? { counted } : {}), ...(penalty ? { penalty: scalarOf(penalty()) } : {}) }
  const evaluate = { outputs: { loss, output: finished.node, ...parts } }
  return { entries: { train, evaluate }, outputs: widthOf(finished), logits: output.shape.at(-1) ?? 1 }
}

function trainingStep<Name extends string>(options: TrainerOptions<Name>, size: number): Entry {
  const { module, frozen = [], optimizer, gradients: change = (all: readonly Tensor[]) => all } = options
  const batch = batchOf('train', size)
  const kept = new Map<Buffer, Tensor>()
  const step: Step = {
    weights: new Tensor(batch.weights),
    update: (buffer, next) => void kept.set(buffer, next(kept.get(buffer) ?? buffer)),
  }
  const { loss: total, counted } = inMode(module, true, () => lossOf(options, batch), step)
  const mean = counted ? meanOf(total, counted) : total
  const loss = options.penalty
    ? elementwise(argument(0).add(argument(1)), [mean, scalarOf(options.penalty())])
    : mean
  checkReached(loss, [module, ...frozen])
  const parameters = module.parameters().filter(({ requiresGrad }) => requiresGrad)
  const nodes = parameters.map(({ node }) => node)
  const changed = change(gradients(loss, nodes).map((node) => new Tensor(node)))
  checkGradients(changed, parameters)
  const changedNodes = changed.map(({ node }) => node)
  return {
    outputs: { loss },
    repeats: true,
    updates: [...optimizer.updates(parameters, changedNodes), ...[...kept].map(updateOf)],
  }
}

function updateOf([{ state }, { node }]: readonly [Buffer, Tensor]): [State, Node] {
  return [state, node]
}

/** Throws where a parameter is read that no module has: it would stay as it is, and nobody would know why. */
function checkReached(loss: Node, modules: readonly Module[]): void {
  const known = new Set<Store>(modules.flatMap((each) => each.namedBuffers().map(([, { state }]) => state)))
  const strangers = storesIn({ step: { outputs: { loss } } }).filter((store) => !known.has(store))
  if (strangers.length === 0) return
  throw new OgeeError({
    where: 'Trainer',
    problem: 'the network reads parameters that its module does not have',
    got: strangers.map(({ name, shape }) => `${name} ${formatShape(shape)}`).join(', '),
    hint: 'Modules are found in fields, lists, records and maps, not in #private fields. What is not to be trained goes to `frozen`.',
  })
}

function checkGradients(gradients: readonly Tensor[], parameters: readonly Parameter[]): void {
  const fits = ({ shape }: Parameter, i: number) => sameShape(gradients[i]?.shape ?? [0], shape)
  if (gradients.length === parameters.length && parameters.every(fits)) return
  const shapes = (all: readonly Tensor[]) => all.map(({ shape }) => formatShape(shape)).join(', ')
  throw new OgeeError({
    where: 'Trainer gradients',
    problem: 'a gradient is needed for each parameter',
    expected: shapes(parameters),
    got: shapes(gradients),
  })
}

/** The rows that an entry goes over: their numbers in the tables, and what each counts for. */
interface Batch {
  readonly size: number
  readonly rows: Node
  readonly weights: Node
}

function batchOf(entry: string, size: number): Batch {
  return {
    size,
    rows: input(`${entry}.rows`, [size], { type: 'i32', batched: true, external: true }),
    weights: input(`${entry}.weights`, [size, 1], { batched: true }),
  }
}

/**
 * The weighted mean of the losses of a batch, and what the network gave. Where rows do not count for the same, it is a
 * sum still to be divided by that of what they `counted` for.
 */
function lossOf<Name extends string>(
  options: TrainerOptions<Name>,
  { size, rows, weights }: Batch,
): { loss: Node; counted: Node | undefined; output: Tensor } {
  const { module, widths, weighted, forward = forwardOf(module) } = options
  const loss = lossPerRow(options.loss)
  const inputs = Object.entries<number>(widths.inputs).map(
    ([name, width]) => [name, new Tensor(gather(`inputs.${name}`, width, rows))] as const,
  )
  const output = forward(Object.fromEntries(inputs) as Record<Name, Tensor>)
  const target = new Tensor(gather('target', widths.target, rows))
  const perRow = asColumn(loss(output, target), size)
  const counts = loss.countOf?.(output, target)
  return {
    loss: sumOf([perRow, weights, ...(weighted ? [gather('weights', 1, rows)] : [])]),
    counted: counts && sumOf([asColumn(counts, size), weights]),
    output,
  }
}

/** Of the products of columns, row by row. */
function sumOf(factors: readonly Node[]): Node {
  const product = factors.map((_, i) => argument(i)).reduce((a, b) => a.mul(b))
  return contract('ba->', elementwise(product, factors))
}

function scalarOf({ node, shape }: Tensor): Node {
  if (shape.length === 0) return node
  throw new OgeeError({
    where: 'penalty',
    problem: 'a single number is needed',
    expected: 'shape []',
    got: formatShape(shape),
    hint: 'Sum it up, with sum().',
  })
}

/** A batch in which no row counts for anything costs nothing, and has no gradient that would be NaN. */
function meanOf(total: Node, counted: Node): Node {
  const mean = argument(0).div(argument(1))
  return elementwise(select(argument(1).eq(0), 0, mean), [total, counted])
}

function gather(table: string, width: number, rows: Node): Node {
  return lookup(input(table, [0, width], { external: true }), rows)
}

/** [rows] or [rows, 1], as [rows, 1]. */
function asColumn({ node, shape }: Tensor, rows: number): Node {
  if (sameShape(shape, [rows, 1])) return node
  if (sameShape(shape, [rows])) return contract('b->b_', node)
  throw new OgeeError({
    where: 'loss',
    problem: 'a loss per row is needed',
    expected: formatShape([rows, 1]),
    got: formatShape(shape),
    hint: 'Take means over columns alone, with mean({ dim: -1 }); the trainer averages over the rows that count.',
  })
}

/** Throws unless there is one row of predictions for each row. */
function widthOf({ shape }: Tensor): number {
  const [, width, ...more] = shape
  if (width !== undefined && more.length === 0) return width
  throw new OgeeError({
    where: 'Trainer',
    problem: 'a row of outputs is needed for every row of inputs',
    expected: `[${EVALUATION_ROWS}, outputs]`,
    got: formatShape(shape),
  })
}
