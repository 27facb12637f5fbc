/** Values of an activation along an axis on a device: the numbers that a network there would compute with. */

import { OgeeError, type Shape, sizeOf } from '../../base/index.ts'
import { compile } from '../../compile/compile.ts'
import { defaultDevice, deviceNamed, type Numbers } from '../../devices/index.ts'
import { input, type Node } from '../../graph/index.ts'
import type { EvaluateOptions } from '../evaluate.ts'

export interface VectorEvaluateOptions extends EvaluateOptions {
  /** Of the input, whose numbers are row-major. Default: one axis. */
  readonly shape?: Shape
}

export interface VectorEvaluation {
  /** Row-major. */
  readonly value: Numbers
  readonly shape: Shape
}

export function evaluateNode(
  act: (x: Node) => Node,
  xs: ArrayLike<number>,
  { device: name, shape = [xs.length] }: VectorEvaluateOptions,
): VectorEvaluation {
  if (sizeOf(shape) !== xs.length)
    throw new OgeeError({
      where: 'evaluate',
      problem: 'the numbers do not fill the shape',
      expected: `${sizeOf(shape)}`,
      got: `${xs.length}`,
    })
  const y = act(input('x', shape))
  const device = name === undefined ? defaultDevice() : deviceNamed(name)
  const compiled = compile({ main: { outputs: { y } } }, device)
  compiled.write('x', xs)
  compiled.run('main')
  return { value: compiled.read('main', 'y'), shape: y.shape }
}
