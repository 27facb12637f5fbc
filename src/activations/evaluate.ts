/** Values and derivatives of an activation on a device: the numbers that a network there would compute with. */

import { type Device, defaultDevice, deviceNamed, type Executable, type Numbers } from '../devices/index.ts'
import { type Expr, exact, select, X } from '../expr/index.ts'
import type { Program } from '../kernel/kernel.ts'

export interface EvaluateOptions {
  /** 'wasm' (float32) or 'js' (float64). Default: the default device. */
  readonly device?: string
}

/** One number per input, in its order. */
export interface Evaluation {
  readonly value: Numbers
  readonly derivative: Numbers
}

/** Numbers to a run: whole vectors, so that an input's result does not depend on where it stands. */
export const BLOCK = 4096

export function evaluateOn(
  value: Expr,
  derivative: Expr,
  xs: ArrayLike<number>,
  { device: name }: EvaluateOptions,
): Evaluation {
  return evaluateWith(name === undefined ? defaultDevice() : deviceNamed(name), value, derivative, xs)
}

/** The same on a device that has no name. */
export function evaluateWith(
  device: Device,
  value: Expr,
  derivative: Expr,
  xs: ArrayLike<number>,
): Evaluation {
  const executable = device.load(blockProgram(exact(value), keepNaN(exact(derivative))))
  const out = { value: numbersFor(device, xs.length), derivative: numbersFor(device, xs.length) }
  const block = executable.view('x')
  for (let start = 0; start < xs.length; start += BLOCK) {
    const count = Math.min(BLOCK, xs.length - start)
    for (let i = 0; i < count; i++) block[i] = xs[start + i] as number
    executable.run('main')
    out.value.set(readBlock(executable, 'value', count), start)
    out.derivative.set(readBlock(executable, 'derivative', count), start)
  }
  return out
}

/** The slope of a straight piece is a number even at NaN, where a comparison has chosen it; here NaN stays NaN. */
function keepNaN(derivative: Expr): Expr {
  return select(X.eq(X), derivative, X)
}

/** A program whose entry `main` computes a block of values and derivatives. */
export function loadBlock(device: Device, value: Expr, derivative: Expr): Executable {
  return device.load(blockProgram(exact(value), exact(derivative)))
}

function readBlock(executable: Executable, buffer: string, count: number): Numbers {
  return (executable.view(buffer) as Numbers).subarray(0, count)
}

function numbersFor({ precision }: Device, length: number): Numbers {
  return precision === 'float32' ? new Float32Array(length) : new Float64Array(length)
}

/** x, value and derivative side by side, one pass over a block. */
function blockProgram(value: Expr, derivative: Expr): Program {
  const access = (buffer: number) => ({ buffer, offset: 0, strides: [1] })
  const names = ['x', 'value', 'derivative']
  return {
    buffers: names.map((name, i) => ({ name, type: 'f32', size: BLOCK, place: { offset: i * BLOCK } })),
    kernels: [
      {
        name: 'evaluate',
        axes: [{ name: 'element', extent: BLOCK }],
        loads: [{ name: X.name, access: access(0) }],
        stores: [
          { access: access(1), value },
          { access: access(2), value: derivative },
        ],
      },
    ],
    entries: { main: [0] },
    size: names.length * BLOCK,
  }
}
