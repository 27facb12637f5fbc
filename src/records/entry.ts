/** What `ogee show` and `ogee functions` say of an activation, as plain data. */

/** Numbers are as in JavaScript, ±∞ and NaN among them; JSON has them as the texts "Infinity", "-Infinity", "NaN". */
export interface EntryRecord {
  readonly name: string
  readonly kind: 'elementwise' | 'vector'
  /** Null for the user's own. */
  readonly family: string | null
  readonly summary: string
  readonly source: string
  readonly year: number | null
  readonly aliases: readonly string[]
  readonly parameters: readonly ParameterRecord[]
  readonly frameworks: readonly SpellingRecord[]
  readonly use: readonly string[]
  readonly pitfalls: readonly string[]
  /** Of what acts element by element; null along an axis. */
  readonly function: FunctionFacts | null
}

/** What a table shows of an entry; every record of one is an outline as well. */
export interface EntryOutline
  extends Pick<EntryRecord, 'name' | 'family' | 'summary' | 'source' | 'year' | 'frameworks'> {
  readonly function: {
    readonly properties: Pick<
      PropertiesRecord,
      'range' | 'smoothness' | 'zeroCentred' | 'saturation' | 'lipschitz' | 'gain'
    >
  } | null
}

interface ParameterRecord {
  readonly name: string
  readonly default: number
  readonly low: number
  readonly high: number
  readonly learned: boolean
  /** Drawn anew for every element in training; the default is for evaluation. */
  readonly random: boolean
}

export interface SpellingRecord {
  readonly framework: string
  readonly name: string
  /** Its defaults where they differ. */
  readonly defaults: Readonly<Record<string, number>>
  readonly note: string | null
}

export interface FormulaRecord {
  readonly text: string
  readonly tex: string
}

export interface FunctionFacts {
  readonly value: FormulaRecord
  readonly derivative: FormulaRecord
  readonly properties: PropertiesRecord
  /** Largest errors of value and derivative in float32, in units of the last place; null where not measured. */
  readonly exactness: { readonly value: number; readonly derivative: number } | null
  /** The formula as code, by where it runs. */
  readonly code: Readonly<Record<string, string>>
}

interface PointRecord {
  readonly x: number
  readonly value: number
}

interface FlatRecord {
  readonly limit: number
  readonly below1e2: number
  readonly below1e7: number
  readonly isConstant: boolean
}

/** See `propertiesOf` in `ogee/activations`, which says what each of them means. */
export interface PropertiesRecord {
  readonly range: {
    readonly low: number
    readonly high: number
    readonly lowAttained: boolean
    readonly highAttained: boolean
  }
  readonly bounded: boolean
  /** At −∞ and ∞; null where there is none. */
  readonly limits: { readonly left: number | null; readonly right: number | null }
  readonly monotone: 'increasing' | 'decreasing' | 'no'
  readonly smoothness: 'discontinuous' | 'C0' | 'C1' | 'C2' | 'analytic'
  readonly kinks: readonly number[]
  readonly symmetry: 'odd' | 'even' | 'none'
  readonly zeros: readonly number[]
  readonly fixedPoints: readonly number[]
  readonly minimum: PointRecord | null
  readonly maximum: PointRecord | null
  readonly lipschitz: number
  readonly saturation: { readonly left: FlatRecord | null; readonly right: FlatRecord | null }
  readonly zeroCentred: boolean
  readonly mean: number
  readonly secondMoment: number
  readonly slopeSecondMoment: number
  readonly gain: number
  readonly backwardGain: number
  readonly chi1: number
}
