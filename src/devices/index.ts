/** The devices by name, and the one that is used when nobody chooses. */

import { nearestName, UsageError } from '../base/index.ts'
import type { Device } from './device.ts'
import { jsDevice } from './js.ts'
import { noDevice } from './none.ts'
import { wasmDevice } from './wasm.ts'

export type { Device, Executable, Numbers } from './device.ts'

const hasWasm = typeof WebAssembly === 'object'
const made = new Map<string, Device>()

/** Each is made once, when it is first asked for. */
const DEVICES: Readonly<Record<string, () => Device>> = {
  wasm: () => (hasWasm ? wasmDevice() : noDevice('wasm', 'this host has no WebAssembly')),
  js: () => jsDevice,
}

/** The device of that name: `wasm` (float32, fast) or `js` (float64, the reference). */
export function deviceNamed(name: string): Device {
  const make = DEVICES[name]
  if (!make) throw unknownDevice(name)
  const device = made.get(name) ?? make()
  made.set(name, device)
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
