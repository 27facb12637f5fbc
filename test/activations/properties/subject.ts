/** What the tests of properties speak of: entries of the catalogue by name, and formulas as text. */

import {
  type Activation,
  activation,
  ELEMENTWISE,
  type Properties,
  propertiesOf,
} from '../../../src/activations/index.ts'

/** 'gelu', 'celu(alpha=2)' with another parameter, or 'x * tanh(exp(x))'. */
function subjectOf(text: string): Activation {
  const [, name, key, value] = /^(\w+)(?:\((\w+)=([\d.]+)\))?$/.exec(text) ?? []
  const entry = ELEMENTWISE.find((each) => each.name === name)
  if (entry) return key ? entry.with({ [key]: Number(value) }) : entry
  return activation(text, text)
}

export const of = (text: string): Properties => propertiesOf(subjectOf(text))
