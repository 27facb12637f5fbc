/** The kernels that networks are made of, small, in the layouts of the graph compiler and with odd extents. */

import { seldom } from '../../src/expr/expr.ts'
import { apply, constant, type Expr, select, variable } from '../../src/expr/index.ts'
import type { Kernel } from '../../src/kernel/kernel.ts'
import { access, axesOf, eighths, type Scenario } from './scenario.ts'

const w = variable('w')
const x = variable('x')
const folded = variable('folded')

/** Rows padded to whole vectors. */
const padded = (extent: number) => Math.ceil(extent / 4) * 4

/** Y[bo, o, bi] = relu(Σᵢ W[o, i]·X[bo, i, bi] + b[o]). */
export function forward(panels: number, inputs: number, outputs: number): Scenario {
  const ld = padded(inputs)
  return {
    name: `forward ${panels}×8 rows, ${inputs} → ${outputs}`,
    operands: [
      { name: 'X', data: eighths(panels * inputs * 8, 1) },
      { name: 'W', data: eighths(outputs * ld, 2) },
      { name: 'b', data: eighths(outputs, 3) },
      { name: 'Y', data: eighths(panels * outputs * 8, 4) },
    ],
    kernels: [
      {
        name: 'forward',
        axes: axesOf({ bo: panels, o: outputs, bi: 8, i: inputs }),
        loads: [
          { name: 'w', access: access(1, [0, ld, 0, 1]) },
          { name: 'x', access: access(0, [inputs * 8, 0, 1, 8]) },
          { name: 'b', access: access(2, [0, 1, 0, 0]) },
        ],
        fold: { combine: 'sum', axes: 1, body: w.mul(x), initial: variable('b') },
        stores: [{ access: access(3, [outputs * 8, 8, 1, 0]), value: folded.max(0) }],
      },
    ],
  }
}

/** dX[bo, i, bi] = Σₒ W[o, i]·G[bo, o, bi]. */
export function backward(panels: number, inputs: number, outputs: number): Scenario {
  const ld = padded(inputs)
  return {
    name: `backward ${panels}×8 rows, ${inputs} ← ${outputs}`,
    operands: [
      { name: 'G', data: eighths(panels * outputs * 8, 1) },
      { name: 'W', data: eighths(outputs * ld, 2) },
      { name: 'dX', data: eighths(panels * inputs * 8, 3) },
    ],
    kernels: [
      {
        name: 'backward',
        axes: axesOf({ bo: panels, i: inputs, bi: 8, o: outputs }),
        loads: [
          { name: 'w', access: access(1, [0, 1, 0, ld]) },
          { name: 'x', access: access(0, [outputs * 8, 0, 1, 8]) },
        ],
        fold: { combine: 'sum', axes: 1, body: w.mul(x) },
        stores: [{ access: access(2, [inputs * 8, 8, 1, 0]), value: folded }],
      },
    ],
  }
}

/** dW[o, i] = Σ over the rows b = (bo, bi) of G[bo, o, bi]·X[b, i], X in rows. */
export function weightGradient(panels: number, inputs: number, outputs: number): Scenario {
  const ld = padded(inputs)
  return {
    name: `weight gradient ${panels}×8 rows, ${outputs} × ${inputs}`,
    operands: [
      { name: 'G', data: eighths(panels * outputs * 8, 1) },
      { name: 'X', data: eighths(panels * 8 * ld, 2) },
      { name: 'dW', data: eighths(outputs * ld, 3) },
    ],
    kernels: [
      {
        name: 'weight gradient',
        axes: axesOf({ o: outputs, i: inputs, bo: panels, bi: 8 }),
        loads: [
          { name: 'w', access: access(0, [8, 0, outputs * 8, 1]) },
          { name: 'x', access: access(1, [0, 1, 8 * ld, ld]) },
        ],
        fold: { combine: 'sum', axes: 2, body: w.mul(x) },
        stores: [{ access: access(2, [ld, 1, 0, 0]), value: folded }],
      },
    ],
  }
}

/** Y[b, o] = Σᵢ W[o, i]·X[b, i], all in rows: batches that are no multiple of 8. */
export function plainForward(rows: number, inputs: number, outputs: number): Scenario {
  return {
    name: `plain forward ${rows} rows, ${inputs} → ${outputs}`,
    operands: [
      { name: 'X', data: eighths(rows * inputs, 1) },
      { name: 'W', data: eighths(outputs * inputs, 2) },
      { name: 'Y', data: eighths(rows * outputs, 3) },
    ],
    kernels: [
      {
        name: 'plain forward',
        axes: axesOf({ b: rows, o: outputs, i: inputs }),
        loads: [
          { name: 'x', access: access(0, [inputs, 0, 1]) },
          { name: 'w', access: access(1, [0, inputs, 1]) },
        ],
        fold: { combine: 'sum', axes: 1, body: w.mul(x) },
        stores: [{ access: access(2, [outputs, 1, 0]), value: folded }],
      },
    ],
  }
}

/** db[o] = Σ over bo, bi of G[bo, o, bi]. */
export function biasGradient(panels: number, outputs: number): Scenario {
  return {
    name: `bias gradient ${panels}×8 rows, ${outputs}`,
    operands: [
      { name: 'G', data: eighths(panels * outputs * 8, 1) },
      { name: 'db', data: eighths(outputs, 2) },
    ],
    kernels: [
      {
        name: 'bias gradient',
        axes: axesOf({ o: outputs, bo: panels, bi: 8 }),
        loads: [{ name: 'x', access: access(0, [8, outputs * 8, 1]) }],
        fold: { combine: 'sum', axes: 2, body: x },
        stores: [{ access: access(1, [1, 0, 0]), value: folded }],
      },
    ],
  }
}

/** The largest along one axis of three. */
export function maximumAlong(axis: number, extents: readonly [number, number, number]): Scenario {
  const strides = [extents[1] * extents[2], extents[2], 1]
  const names = ['a', 'b', 'c']
  const kept = [0, 1, 2].filter((each) => each !== axis)
  const [outer = 0, inner = 0] = kept
  const order = [outer, inner, axis]
  return {
    name: `maximum of ${extents.join('×')} along axis ${axis}`,
    operands: [
      { name: 'X', data: eighths(extents[0] * extents[1] * extents[2], 1) },
      { name: 'Y', data: eighths((extents[outer] as number) * (extents[inner] as number), 2) },
    ],
    kernels: [
      {
        name: 'maximum',
        axes: order.map((each) => ({ name: names[each] as string, extent: extents[each] as number })),
        loads: [
          {
            name: 'x',
            access: access(
              0,
              order.map((each) => strides[each] as number),
            ),
          },
        ],
        fold: { combine: 'max', axes: 1, body: x },
        stores: [{ access: access(1, [extents[inner] as number, 1, 0]), value: folded }],
      },
    ],
  }
}

/** X[bo, f, bi] → rows [b, f]. */
export function panelsToRows(panels: number, features: number): Scenario {
  const ld = padded(features)
  return {
    name: `panels to rows ${panels}×8, ${features}`,
    operands: [
      { name: 'X', data: eighths(panels * features * 8, 1) },
      { name: 'rows', data: eighths(panels * 8 * ld, 2) },
    ],
    kernels: [
      {
        name: 'relayout',
        axes: axesOf({ bo: panels, f: features, bi: 8 }),
        loads: [{ name: 'x', access: access(0, [features * 8, 8, 1]) }],
        stores: [{ access: access(1, [8 * ld, 1, ld]), value: x }],
      },
    ],
  }
}

/** Rows of a resident table, by row numbers, into panels. */
export function gather(panels: number, features: number, type: 'i32' | 'f32'): Scenario {
  const rows = 37
  const numbers = Array.from({ length: panels * 8 }, (_, b) => (b * 11) % rows)
  return {
    name: `gather ${panels}×8 rows of ${features} by ${type} numbers`,
    operands: [
      { name: 'table', data: eighths(rows * features, 1), external: true },
      { name: 'numbers', data: numbers, type, external: true },
      { name: 'X', data: eighths(panels * features * 8, 2) },
    ],
    kernels: [
      {
        name: 'gather',
        axes: axesOf({ bo: panels, f: features, bi: 8 }),
        loads: [
          {
            name: 'x',
            access: {
              ...access(0, [0, 1, 0]),
              lookup: { indices: access(1, [8, 0, 1]), stride: features },
            },
          },
        ],
        stores: [{ access: access(2, [features * 8, 8, 1]), value: x }],
      },
    ],
  }
}

/** table[numbers[b], f] += X[b, f], several rows into the same one. */
export function scatter(rows: number, features: number): Scenario {
  const numbers = Array.from({ length: rows }, (_, b) => (b * b) % 5)
  return {
    name: `scatter ${rows} rows of ${features}`,
    operands: [
      { name: 'X', data: eighths(rows * features, 1) },
      { name: 'numbers', data: numbers, type: 'i32' },
      { name: 'table', data: eighths(5 * features, 2) },
    ],
    kernels: [
      {
        name: 'scatter',
        axes: axesOf({ b: rows, f: features }),
        loads: [{ name: 'x', access: access(0, [features, 1]) }],
        stores: [
          {
            access: {
              ...access(2, [0, 1]),
              lookup: { indices: access(1, [1, 0]), stride: features },
            },
            value: x,
            accumulate: true,
          },
        ],
      },
    ],
  }
}

/** table[numbers[b], f] = 0, the same row several times. */
export function sweep(rows: number, features: number): Scenario {
  const { operands, kernels } = scatter(rows, features)
  const [{ axes, stores }] = kernels as [Kernel]
  const [{ access: swept }] = stores as [Kernel['stores'][number]]
  return {
    name: `sweep ${rows} rows of ${features}`,
    operands,
    kernels: [{ name: 'sweep', axes, loads: [], stores: [{ access: swept, value: constant(0) }] }],
  }
}

/**
 * out[s·i + t·j] += X[i, j], where several pairs meet, with numbers of which a sum tells the order:
 * 2⁶⁰ + 1 − 2⁶⁰ is 0, or 1.
 */
export function overlap(rows: number, columns: number, steps: readonly [number, number]): Scenario {
  const extremes = (count: number, salt: number) =>
    eighths(count, salt).map((e) => (e > 1 ? 2 ** 60 : e < -1 ? -(2 ** 60) : Math.round(e)))
  return {
    name: `sums of ${rows} × ${columns} that overlap by ${steps.join(' and ')}`,
    operands: [
      { name: 'X', data: extremes(rows * columns, 1) },
      { name: 'out', data: extremes((rows - 1) * steps[0] + (columns - 1) * steps[1] + 1, 2) },
    ],
    kernels: [
      {
        name: 'overlap',
        axes: axesOf({ i: rows, j: columns }),
        loads: [{ name: 'x', access: access(0, [1, rows]) }],
        stores: [{ access: access(1, steps), value: x, accumulate: true }],
      },
    ],
  }
}

/** Three updates in place that read each other's old values; numbers stay exact. */
export function update(size: number): Scenario {
  const [m, v, p, g] = ['m', 'v', 'p', 'g'].map(variable) as [typeof x, typeof x, typeof x, typeof x]
  const newM = m.add(g.mul(0.5))
  const newV = v.max(g.abs())
  const at = (buffer: number) => access(buffer, [1])
  return {
    name: `update in place of ${size}`,
    operands: ['g', 'm', 'v', 'p', 'rate'].map((name, i) => ({
      name,
      data: eighths(name === 'rate' ? 1 : size, i),
    })),
    kernels: [
      {
        name: 'update',
        axes: axesOf({ element: size }),
        loads: [
          ...['g', 'm', 'v', 'p'].map((name, i) => ({ name, access: at(i) })),
          { name: 'rate', access: access(4, [0]) },
        ],
        stores: [
          { access: at(1), value: newM },
          { access: at(2), value: newV },
          {
            access: at(3),
            value: p.sub(newM.mul(variable('rate'))).add(select(newV.lt(1), newM, constant(0.25))),
          },
        ],
      },
    ],
  }
}

/** Core operations, in float32 and in float64. */
export function primitives(size: number): Scenario {
  const narrow = valuesOf(x, variable('y'))
  const wide = valuesOf(apply('widen', x), apply('widen', variable('y')))
  const values = [...narrow, ...wide.map((value) => apply('narrow', value))]
  return {
    name: `primitives over ${size}`,
    operands: [
      { name: 'X', data: eighths(size, 1) },
      { name: 'Y', data: eighths(size, 2) },
      ...values.map((_, i) => ({ name: `out${i}`, data: eighths(size, 3 + i) })),
    ],
    kernels: [
      {
        name: 'primitives',
        axes: axesOf({ element: size }),
        loads: [
          { name: 'x', access: access(0, [1]) },
          { name: 'y', access: access(1, [1]) },
        ],
        stores: values.map((value, i) => ({ access: access(2 + i, [1]), value })),
      },
    ],
  }
}

/** A map of numbers that are the same at every index, in float32 and in float64, alone and beside others. */
export function fixed(size: number): Scenario {
  const [rate, shift] = [variable('rate'), variable('shift')]
  const wide = apply('widen', rate).mul(apply('widen', shift)).sub(0.5)
  const values = [
    x.mul(rate.mul(2).add(shift)),
    apply('narrow', apply('widen', x).mul(wide)),
    select(rate.lt(shift), x, rate.neg()),
    apply('narrow', wide.div(4)),
  ]
  return {
    name: `fixed parts over ${size}`,
    operands: [
      { name: 'X', data: eighths(size, 1) },
      ...['rate', 'shift'].map((name, i) => ({ name, data: eighths(1, 5 + i) })),
      ...values.map((_, i) => ({ name: `out${i}`, data: eighths(size, 7 + i) })),
    ],
    kernels: [
      {
        name: 'fixed',
        axes: axesOf({ element: size }),
        loads: [
          { name: 'x', access: access(0, [1]) },
          { name: 'rate', access: access(1, [0]) },
          { name: 'shift', access: access(2, [0]) },
        ],
        stores: values.map((value, i) => ({ access: access(3 + i, [1]), value })),
      },
    ],
  }
}

function valuesOf(a: Expr, b: Expr): Expr[] {
  return [
    a.add(b).sub(a.mul(b)),
    a.div(2).neg(),
    apply('floor', a).add(apply('nearest', b)),
    apply('copySign', a, b).min(b.abs()),
    apply('mulAdd', a, b, a),
    apply('sqrt', a.mul(a)),
    select(a.le(b), select(a.eq(b), 3, a), apply('pow2', apply('nearest', b))),
    seldom(a.gt(b), a.mul(b).add(a.abs()), apply('nearest', b)).mul(a.abs()),
    seldom(a.lt(-1000), a.mul(a), b.neg()),
    apply('exponent', a.abs().add(0.125)),
    apply('mantissa', a.abs().add(0.125)),
  ]
}
