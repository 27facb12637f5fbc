/** What the conformance suite runs on: the float64 device, and WebAssembly with ever fewer features. */

import type { Device } from '../../src/devices/device.ts'
import { jsDevice } from '../../src/devices/js.ts'
import { wasmDevice } from '../../src/devices/wasm.ts'
import { detectFeatures } from '../../src/targets/wasm/code/features.ts'

const host = detectFeatures()

export const wasmImplementations: readonly { readonly name: string; readonly device: Device }[] = [
  ...(host.relaxed
    ? [{ name: 'wasm, relaxed SIMD', device: wasmDevice({ simd: true, relaxed: true }) }]
    : []),
  ...(host.simd ? [{ name: 'wasm, SIMD', device: wasmDevice({ simd: true, relaxed: false }) }] : []),
  { name: 'wasm, scalar', device: wasmDevice({ simd: false, relaxed: false }) },
]

export const implementations = [{ name: 'js', device: jsDevice }, ...wasmImplementations]
