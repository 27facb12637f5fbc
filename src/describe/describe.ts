/** An activation as a record: what its entry states, and what is derived from its expression. */

import {
  type Activation,
  boundsOf,
  ELEMENTWISE,
  FRAMEWORKS,
  familyOf,
  propertiesOf,
  type VectorActivation,
} from '../activations/index.ts'
import { CODE_TARGETS, type Expr, toCode, toTex, toText } from '../expr/index.ts'
import type {
  EntryOutline,
  EntryRecord,
  FormulaRecord,
  FunctionFacts,
  PropertiesRecord,
} from '../records/entry.ts'
import { sentencesOf } from './sentences.ts'

type Entry = Activation | VectorActivation

/** Everything there is to say about an entry of the catalogue, a variant of one, or an activation of your own. */
export function describe(entry: Entry): EntryRecord {
  const facts = entry.kind === 'elementwise' ? functionFacts(entry) : null
  const derived = facts ? sentencesOf(facts.properties) : { use: [], pitfalls: [] }
  const { advice } = entry
  return {
    ...statedFacts(entry),
    kind: entry.kind,
    aliases: entry.aliases,
    parameters: parameterRecords(entry),
    use: [...(advice.use ? [advice.use] : []), ...derived.use],
    pitfalls: [...(advice.pitfalls ? [advice.pitfalls] : []), ...derived.pitfalls],
    function: facts,
  }
}

/** What tables show, without deriving the rest. */
export function outline(entry: Entry): EntryOutline {
  const stated = statedFacts(entry)
  if (entry.kind === 'vector') return { ...stated, function: null }
  const { range, smoothness, zeroCentred, saturation, lipschitz, gain } = propertiesOf(entry)
  const properties = { range, smoothness, zeroCentred, saturation: sidesOf(saturation), lipschitz, gain }
  return { ...stated, function: { properties } }
}

function statedFacts(entry: Entry) {
  return {
    name: entry.name,
    family: familyOf(entry) ?? null,
    summary: entry.summary,
    source: entry.source,
    year: entry.year ?? null,
    frameworks: FRAMEWORKS.flatMap((framework) =>
      (entry.frameworks[framework] ?? []).map(({ name, defaults = {}, note = null }) => ({
        framework,
        name,
        defaults,
        note,
      })),
    ),
  }
}

function parameterRecords({ parameters }: Entry): EntryRecord['parameters'] {
  return Object.entries(parameters).map(
    ([
      name,
      {
        default: value,
        range: [low, high],
        learned = false,
        random = false,
      },
    ]) => ({
      name,
      default: value,
      low,
      high,
      learned,
      random,
    }),
  )
}

function functionFacts(entry: Activation): FunctionFacts {
  return {
    value: formulaRecord(entry.expression),
    derivative: formulaRecord(entry.derivative),
    properties: propertiesRecord(entry),
    exactness: (ELEMENTWISE.includes(entry) && boundsOf(entry.name)) || null,
    code: codeOf(entry),
  }
}

/** Parameters stand as numbers: learned ones differ from layer to layer, and are the framework's business. */
function codeOf({ name, expression }: Activation): Record<string, string> {
  const identifier = name.replaceAll(/\W+/g, '_').replace(/^(?=\d)|^_+$/, 'f')
  return Object.fromEntries(
    CODE_TARGETS.map((target) => [target, toCode(expression, target, { name: identifier })]),
  )
}

function formulaRecord(expr: Expr): FormulaRecord {
  return { text: toText(expr, { digits: 7 }), tex: toTex(expr) }
}

function propertiesRecord(entry: Activation): PropertiesRecord {
  const { minimum, maximum, limits, saturation, ...others } = { ...propertiesOf(entry) }
  return {
    ...others,
    limits: sidesOf(limits),
    minimum: minimum ?? null,
    maximum: maximum ?? null,
    saturation: sidesOf(saturation),
  }
}

/** What is absent is null, which JSON has. */
function sidesOf<T>({ left, right }: { readonly left: T | undefined; readonly right: T | undefined }) {
  return { left: left ?? null, right: right ?? null }
}
