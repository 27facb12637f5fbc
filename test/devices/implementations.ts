/**
 * What the conformance suite runs on: the float64 device, WebAssembly with ever fewer features, and kernels cut
 * into the parts of three threads.
 */

import type { Device } from '../../src/devices/device.ts'
import { jsDevice } from '../../src/devices/js.ts'
import { wasmDevice } from '../../src/devices/wasm.ts'
import { detectFeatures } from '../../src/targets/wasm/code/features.ts'

const host = detectFeatures()
const ONE = { threads: 1 }

export const wasmImplementations: readonly { readonly name: string; readonly device: Device }[] = [
  ...(host.relaxed
    ? [
        {
          name: 'wasm, relaxed SIMD',
          device: wasmDevice({ ...ONE, features: { simd: true, relaxed: true } }),
        },
      ]
    : []),
  ...(host.simd
    ? [{ name: 'wasm, SIMD', device: wasmDevice({ ...ONE, features: { simd: true, relaxed: false } }) }]
    : []),
  { name: 'wasm, shared out', device: wasmDevice({ threads: 3, workPerThread: 1 }) },
  { name: 'wasm, scalar', device: wasmDevice({ ...ONE, features: { simd: false, relaxed: false } }) },
]

export const implementations = [{ name: 'js', device: jsDevice }, ...wasmImplementations]
