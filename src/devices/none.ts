/** No device: for hosts that lack what was asked for. It loads nothing, and says why. */

import { OgeeError } from '../base/index.ts'
import type { Device } from './device.ts'

/** `reason` is what the host lacks, as half a sentence. */
export function noDevice(name: string, reason: string): Device {
  return {
    name,
    precision: 'float32',
    load() {
      throw new OgeeError({ where: `device ${name}`, problem: reason, hint: 'use the device js' })
    },
  }
}
