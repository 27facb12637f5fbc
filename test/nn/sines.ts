/** Weights that any other program can be given, too. */

import type { Module } from '../../src/nn/index.ts'

/** sin(k²), k = 0, 1, … through all parameters in PyTorch's order. */
export function fillWithSines<M extends Module>(module: M): M {
  let k = 0
  for (const parameter of module.parameters())
    parameter.set(Float32Array.from(parameter.data(), () => Math.sin(k * k++)))
  return module
}
