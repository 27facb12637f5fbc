/** What every entry of the catalogue says about itself, whether it acts element by element or along an axis. */

/**
 * The frameworks whose names and defaults the catalogue knows, as they were in PyTorch 2, Keras 3.16, JAX 0.11,
 * Flax and MLX of August 2026, TensorFlow.js 4.22, jax-js 0.1.25 and Burn 0.22.
 */
export const FRAMEWORKS = ['pytorch', 'keras', 'jax', 'flax', 'mlx', 'tfjs', 'jaxjs', 'burn'] as const

export type Framework = (typeof FRAMEWORKS)[number]

/** What a framework calls an entry. */
export interface Spelling {
  /** As it is written there: 'nn.LeakyReLU', 'F.leaky_relu'; several names of one function are several spellings. */
  readonly name: string
  /** Its defaults where they differ from ours, by our names of the parameters. */
  readonly defaults?: Readonly<Record<string, number>>
  /** How it differs otherwise, as a sentence: another slope at a kink, another axis. */
  readonly note?: string
}

/** Facts about an entry. All may be absent from activations of your own. */
export interface Facts {
  /** Other names; case, underscores and hyphens do not count. Frameworks' names need not be repeated here. */
  readonly aliases: readonly string[]
  /** What it computes, as a formula or a sentence. */
  readonly summary: string
  /** Who proposed it, and where: 'Ramachandran, Zoph & Le, arXiv:1710.05941'. */
  readonly source: string
  /** Of the source. */
  readonly year: number | undefined
  readonly frameworks: Readonly<Partial<Record<Framework, readonly Spelling[]>>>
  /** What it is good for, and its pitfalls, each a sentence. Only what its properties do not already tell. */
  readonly advice: { readonly use?: string; readonly pitfalls?: string }
}

/** A spelling as an entry states it: its name alone, or several of which the same is true. */
type StatedSpelling = string | Spelling | (Omit<Spelling, 'name'> & { readonly names: readonly string[] })

/** Facts as an entry states them: those that there are. */
export interface StatedFacts extends Partial<Omit<Facts, 'frameworks'>> {
  readonly frameworks?: Readonly<Partial<Record<Framework, readonly StatedSpelling[]>>>
}

/** With what is absent filled in. */
export function completeFacts(stated: StatedFacts): Facts {
  return {
    aliases: stated.aliases ?? [],
    summary: stated.summary ?? '',
    source: stated.source ?? '',
    year: stated.year,
    frameworks: completeSpellings(stated.frameworks ?? {}),
    advice: stated.advice ?? {},
  }
}

function completeSpellings(stated: NonNullable<StatedFacts['frameworks']>): Facts['frameworks'] {
  return Object.fromEntries(
    Object.entries(stated).map(([framework, spellings]) => [framework, spellings.flatMap(completeSpelling)]),
  )
}

function completeSpelling(spelling: StatedSpelling): Spelling | readonly Spelling[] {
  if (typeof spelling === 'string') return { name: spelling }
  if ('name' in spelling) return spelling
  const { names, ...facts } = spelling
  return names.map((name) => ({ name, ...facts }))
}
