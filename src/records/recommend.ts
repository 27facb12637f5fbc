/** What a recommendation says: plain data, the same in the JSON output and in the terminal. Fields are only ever added. */

/** What a rule rests on. Folklore may be right; nobody has shown it. */
export type Standing = 'theory' | 'measured' | 'folklore'

/** A rule that applied, and to what. */
export interface RuleRecord {
  readonly id: string
  readonly standing: Standing
  /** The inputs that called for it: 'network: transformer'; empty for rules that always apply. */
  readonly because: readonly string[]
  readonly reason: string
  readonly source: string
}

/** One part of the advice, with the rule that gave it. */
export interface AdviceRecord extends RuleRecord {
  /** A name, or a sentence. */
  readonly advice: string
}

/** An activation, and why it and not another. */
export interface CandidateRecord {
  readonly name: string
  /** What the rules that applied give it together. */
  readonly score: number
  /** When to prefer it to the one recommended. */
  readonly when: string
}

export interface InitialisationRecord extends AdviceRecord {
  /** 1/√E φ(z)² of the hidden activation: the standard deviation of a weight is gain/√fan-in. */
  readonly gain: number
  /** The standard deviation of biases; mostly 0. */
  readonly biasStd: number
  /** In Ogee. */
  readonly call: string
  /** Keras' name of the same, where it has one. */
  readonly keras: string | null
}

/** What initial weights of a given gain make of a plain network of this depth. */
export interface DepthRecord {
  /** '1.5925 (computed)', '√2 (He initialisation)'. */
  readonly name: string
  readonly gain: number
  /** The variance that arrives at the output layer, from 1 in the first hidden layer. */
  readonly variance: number
  /** The factor on the variance of gradients, from the output layer back to the first hidden one. */
  readonly gradient: number
}

export interface TheoryRecord {
  /** χ₁ at the first of the gains: the factor a layer has on the variance of gradients; 1 is neutral. */
  readonly chi1: number
  /** Layers in which that makes a factor of 10; null where it never does. */
  readonly layersPerTenfold: number | null
  /** The computed gain, or SIREN's, first; then what rules of thumb would use. */
  readonly gains: readonly DepthRecord[]
  /** Weights and biases for which signals settle and gradients keep their size, whatever the depth; null if there are none. */
  readonly edge: { readonly weightStd: number; readonly biasStd: number } | null
  /** Sentences in which the numbers contradict a rule of thumb. */
  readonly contradictions: readonly string[]
}

/** The machine output of `ogee recommend --json`. */
export interface RecommendRecord {
  readonly schema: 1
  readonly command: 'recommend'
  readonly situation: {
    readonly task: string
    /** Hidden layers. */
    readonly depth: number
    readonly network: string
    readonly matters: readonly string[]
    readonly seen: readonly string[]
  }
  /** null for a network without hidden layers. */
  readonly hidden: AdviceRecord | null
  readonly output: AdviceRecord
  readonly loss: AdviceRecord
  readonly initialisation: InitialisationRecord
  readonly learningRate: AdviceRecord
  /** Beyond the activation. */
  readonly also: readonly AdviceRecord[]
  /** Best first. */
  readonly alternatives: readonly CandidateRecord[]
  readonly theory: TheoryRecord | null
  /** Where rules disagreed, and which prevailed, each as a sentence. */
  readonly conflicts: readonly string[]
  /** All rules that applied. */
  readonly rules: readonly RuleRecord[]
  /** The command that tests the advice, with what it cannot test. */
  readonly compare: { readonly line: string; readonly note: string | null }
  readonly caution: string
}
