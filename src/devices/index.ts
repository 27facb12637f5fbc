/** The devices by name, and the one that is used when nobody chooses. */

import { nearestName, UsageError } from '../base/index.ts'
import type { Device } from './device.ts'
import { jsDevice } from './js.ts'
import { noDevice } from './none.ts'
import { type WasmOptions, wasmDevice } from './wasm.ts'

export type { Device, Executable, Numbers } from './device.ts'

const hasWasm = typeof WebAssembly === 'object'
const made = new Map<string, Device>()

export type DeviceOptions = Pick<WasmOptions, 'threads'>

/** Each is made once for each choice of options, when it is first asked for. */
const DEVICES: Readonly<Record<string, (options: DeviceOptions) => Device>> = {
  wasm: (options) => (hasWasm ? wasmDevice(options) : noDevice('wasm', 'this host has no WebAssembly')),
  js: () => jsDevice,
}

/**
 * The device of that name: `wasm` (float32, fast) or `js` (float64, the reference). `threads` are the most that a
 * program on wasm may use, the calling one included; results do not depend on it. 'auto', the default, is one
 * per core, but 1 in a worker of Node and where memory cannot be shared: in pages that are not cross-origin isolated.
 */
export function deviceNamed(name: string, { threads = 'auto' }: DeviceOptions = {}): Device {
  const make = DEVICES[name]
  if (!make) throw unknownDevice(name)
  const key = `${name} ${threads}`
  const device = made.get(key) ?? make({ threads })
  made.set(key, device)
  return device
}

/** `wasm` where there is WebAssembly, else `js`. */
export function defaultDevice(): Device {
  return deviceNamed(hasWasm ? 'wasm' : 'js')
}

function unknownDevice(name: string): UsageError {
  const names = Object.keys(DEVICES)
  const nearest = nearestName(name, names)
  const hint = nearest === undefined ? {} : { hint: `did you mean ${nearest}?` }
  return new UsageError({
    where: 'device',
    problem: `no device is called ${name}`,
    expected: names.join(' or '),
    ...hint,
  })
}
