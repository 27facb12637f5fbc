/** The activations of a comparison: of the catalogue by name, and the user's own by formula. */

import {
  type Activation,
  activation,
  findElementwise,
  propertiesOf,
  splitFormula,
} from '../activations/index.ts'
import { UsageError } from '../base/index.ts'

/** Formulas by the names under which they compete. Names of the catalogue are not among them. */
export type Formulas = Readonly<Record<string, string>>

/** Without a name, a formula up to this long is its own name; a longer one is f1, f2, … */
const LONGEST_NAME = 24

/** Formulas as they are written on the command line, 'x * sigmoid(x)' or 'mine=x * sigmoid(x)', each checked. */
export function readFormulas(texts: readonly string[]): Formulas {
  const formulas = new Map<string, string>()
  for (const text of texts) {
    const { name: given, formula } = splitFormula(text)
    const name = given ?? (formula.length <= LONGEST_NAME ? formula : `f${formulas.size + 1}`)
    if (formulas.has(name) || isCatalogued(name))
      throw new UsageError({
        where: '--activation',
        problem: `the name ${name} is taken`,
        hint: 'Name the formula differently: --activation "mine=x * sigmoid(x)".',
      })
    checkHidden(activation(name, formula))
    formulas.set(name, formula)
  }
  return Object.fromEntries(formulas)
}

/** The activation of a name. */
export function activationOf(name: string, formulas: Formulas): Activation {
  const formula = Object.hasOwn(formulas, name) ? formulas[name] : undefined
  return formula === undefined ? findElementwise(name) : activation(name, formula)
}

function isCatalogued(name: string): boolean {
  try {
    findElementwise(name)
    return true
  } catch {
    return false
  }
}

/** Networks need a value wherever a normal number may lie: a gain that is not finite tells where there is none. */
function checkHidden(own: Activation): void {
  const { gain } = propertiesOf(own)
  if (Number.isFinite(gain) && gain > 0) return
  throw new UsageError({
    where: '--activation',
    problem: `${own.name} is of no use in a hidden layer`,
    expected: 'a finite value for every x from −12 to 12',
    got: own.summary,
  })
}
