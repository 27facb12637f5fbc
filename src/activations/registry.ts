/**
 * What there is, by name, family and framework, and finding it. All of it is derived from the families'
 * exports and the spellings that entries state; nothing is listed here.
 */

import { nearestName, UsageError } from '../base/index.ts'
import type { Activation } from './activation.ts'
import { FRAMEWORKS, type Framework, type Spelling } from './entry.ts'
import * as families from './families.ts'
import type { VectorActivation } from './vector/entry.ts'

type Families = typeof families

/** The name of a family: of the file that its entries stand in. */
export type Family = keyof Families

/** The name of an activation in the catalogue. */
export type ActivationName = { [F in Family]: keyof Families[F] }[Family]

/** The name of one that acts element by element. */
export type ElementwiseName = {
  [F in Family]: {
    [N in keyof Families[F]]: Families[F][N] extends VectorActivation ? never : N
  }[keyof Families[F]]
}[Family]

type Entry = Activation | VectorActivation

const familyByEntry = new Map<Entry, Family>(
  Object.entries(families).flatMap(([family, entries]) =>
    Object.values<Entry>(entries).map((entry) => [entry, family as Family] as const),
  ),
)

/** All families, sorted by name. */
export const FAMILIES: readonly Family[] = [...new Set(familyByEntry.values())].sort()

/** All of the catalogue, sorted by name. */
export const ACTIVATIONS: readonly Entry[] = [...familyByEntry.keys()].sort((a, b) =>
  a.name < b.name ? -1 : 1,
)

/** Those that act element by element. */
export const ELEMENTWISE: readonly Activation[] = ACTIVATIONS.filter((entry) => entry.kind === 'elementwise')

/** The family of an entry, with its own defaults or others; undefined for activations of your own. */
export function familyOf(activation: Entry): Family | undefined {
  const [, base = ''] = VARIANT.exec(activation.name) ?? []
  const entry = byKey.get(keyOf(base))
  return familyByEntry.get(activation) ?? (entry && familyByEntry.get(entry))
}

/** 'elu(alpha=0.5)', as variants are named. */
const VARIANT = /^([^()]+)\(([^()]*)\)$/

const byKey = new Map(
  ACTIVATIONS.flatMap((entry) => [entry.name, ...entry.aliases].map((name) => [keyOf(name), entry] as const)),
)

/** A spelling, the framework that has it, and the entry that it spells. */
interface Spelt {
  readonly framework: Framework
  readonly spelling: Spelling
  readonly entry: Entry
}

/** Frameworks in their order, so that a name which several have is the first one's. */
const SPELT: readonly Spelt[] = FRAMEWORKS.flatMap((framework) =>
  ACTIVATIONS.flatMap((entry) =>
    (entry.frameworks[framework] ?? []).map((spelling) => ({ framework, spelling, entry })),
  ),
)

/** What modules are called in code, where that is not the framework's own name here. */
const MODULES: ReadonlyMap<string, Framework> = new Map([
  ...FRAMEWORKS.map((framework) => [framework, framework] as const),
  ['torch', 'pytorch'],
  ['tf', 'tfjs'],
  ['nnx', 'flax'],
  ['linen', 'flax'],
  ['mx', 'mlx'],
])

/** The entries that a framework has, sorted by name. */
export function entriesIn(framework: Framework): readonly Entry[] {
  return ACTIVATIONS.filter((entry) => entry.frameworks[framework])
}

/**
 * What a framework means by a name, with that framework's defaults: `findIn('keras', 'leaky_relu')` has the
 * slope 0.2, `findIn('jax', 'gelu')` is geluTanh. Throws a UsageError that suggests the nearest name.
 */
export function findIn(framework: Framework, name: string): Entry {
  if (!FRAMEWORKS.includes(framework))
    throw new UsageError({
      where: 'activation',
      problem: 'no framework of this name is known',
      expected: FRAMEWORKS.join(', '),
      got: shown(framework),
    })
  const there = SPELT.filter((spelt) => spelt.framework === framework)
  const found =
    there.find(({ spelling }) => spelling.name === name) ??
    there.find(({ spelling }) => lastPart(spelling.name) === lastPart(name)) ??
    there.find(({ spelling }) => keyOf(lastPart(spelling.name)) === keyOf(lastPart(name)))
  if (found) return withItsDefaults(found)
  const near = nearestName(
    name,
    there.map(({ spelling }) => spelling.name),
  )
  throw new UsageError({
    where: 'activation',
    problem: `${framework} has no activation ${shown(name)}, as far as the catalogue knows`,
    ...(near ? { hint: `Did you mean ${near}?` } : {}),
  })
}

/**
 * The activation of a name: the catalogue's own or an alias ('leakyRelu', 'leaky_relu', 'swish'), a variant
 * ('elu(alpha=0.5)'), or a framework's ('nn.LeakyReLU', 'keras.leaky_relu', 'hard_swish'). A framework's
 * defaults come with its own name in front; a plain name means the catalogue's, which are PyTorch's. Throws
 * a UsageError that suggests the nearest name.
 */
export function findActivation(name: string): Entry {
  const own = byKey.get(keyOf(name)) ?? variantNamed(name) ?? qualified(name)
  if (own) return own
  const plain = keyOf(lastPart(name))
  const spelt = SPELT.find(({ spelling }) => keyOf(lastPart(spelling.name)) === plain)
  const entry = byKey.get(plain) ?? spelt?.entry
  if (entry) return entry
  throw LAYERS.get(plain)?.() ?? unknownName(name)
}

/** What frameworks have among their activations, and is a layer with weights of its own here as there. */
const LAYERS: ReadonlyMap<string, () => UsageError> = new Map(
  ['adaptivelogsoftmax', 'adaptivelogsoftmaxwithloss'].map((key) => [
    key,
    () =>
      new UsageError({
        where: 'activation',
        problem: 'AdaptiveLogSoftmaxWithLoss is no activation but a layer with weights of its own',
        hint: "import { nn } from 'ogee'; new nn.AdaptiveLogSoftmaxWithLoss(64, 1000, { cutoffs: [10, 100] })",
      }),
  ]),
)

function unknownName(name: string): UsageError {
  const near = nearestName(lastPart(name), [
    ...[...byKey.values()].flatMap(({ name: own, aliases }) => [own, ...aliases]),
    ...SPELT.map(({ spelling }) => lastPart(spelling.name)),
  ])
  return new UsageError({
    where: 'activation',
    problem: `there is none called ${shown(name)}`,
    hint: near ? `Did you mean ${near}?` : 'ACTIVATIONS, or `ogee functions`, lists what there is.',
  })
}

/** As `findActivation`, for hidden layers: throws for those that act along an axis, too. */
export function findElementwise(name: string): Activation {
  const entry = findActivation(name)
  if (entry.kind === 'elementwise') return entry
  throw new UsageError({
    where: 'activation',
    problem: `${entry.name} acts along an axis`,
    expected: 'an activation that acts element by element',
    hint: `Use ${entry.name} on the output of a network.`,
  })
}

/** 'elu(alpha=0.5)', as variants are named. */
function variantNamed(name: string): Entry | undefined {
  const [, base = '', settings] = VARIANT.exec(name) ?? []
  const entry = byKey.get(keyOf(base))
  if (settings === undefined || entry === undefined) return undefined
  const values = settings.split(',').map((setting) => {
    const [key = '', value = ''] = setting.split('=').map((part) => part.trim())
    return [key, entry.kind === 'vector' && /^[a-z]/.test(value) ? choiceOf(value) : numberOf(value)] as const
  })
  return entry.with(Object.fromEntries(values))
}

function numberOf(value: string): number {
  return value === '' ? Number.NaN : Number(value)
}

function choiceOf(value: string): string | boolean {
  return value === 'true' || value === 'false' ? value === 'true' : value
}

/** 'keras.leaky_relu', or a spelling that means the same wherever it is written: 'nn.LeakyReLU'. */
function qualified(name: string): Entry | undefined {
  const [head = '', ...rest] = name.split(PARTS)
  const same = SPELT.filter(({ spelling }) => spelling.name === name)
  const [first, ...others] = same.filter(({ spelling }) => PARTS.test(spelling.name))
  if (first && others.every((other) => sameMeaning(first, other))) return withItsDefaults(first)
  const framework = MODULES.get(head)
  return framework && rest.length > 0 ? findIn(framework, rest.join('.')) : undefined
}

function sameMeaning(a: Spelt, b: Spelt): boolean {
  return a.entry === b.entry && JSON.stringify(a.spelling.defaults) === JSON.stringify(b.spelling.defaults)
}

function withItsDefaults({ entry, spelling }: Spelt): Entry {
  return spelling.defaults && entry.kind === 'elementwise' ? entry.with(spelling.defaults) : entry
}

const LONGEST_SHOWN = 60

function shown(name: string): string {
  return `"${name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN)}…` : name}"`
}

const PARTS = /\.|::/

/** 'nn.LeakyReLU' → 'LeakyReLU'. */
function lastPart(name: string): string {
  return name.split(PARTS).at(-1) as string
}

/** leaky_relu, LeakyReLU and leakyRelu are one name. */
function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}
