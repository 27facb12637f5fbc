/** Advice: every rule can apply, contradictions are refused, numbers are theory's, and the comparison is a real one. */

import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { ACTIVATIONS, findElementwise, propertiesOf } from '../../src/activations/index.ts'
import { UsageError } from '../../src/base/index.ts'
import { fillCompare } from '../../src/cli/compare.ts'
import { layers, sequential } from '../../src/keras/index.ts'
import * as nn from '../../src/nn/index.ts'
import {
  NETWORKS,
  PRIORITIES,
  type RecommendOptions,
  recommend,
  SYMPTOMS,
  TASKS,
} from '../../src/recommend/index.ts'
import type { Rule } from '../../src/recommend/rule.ts'
import { HIDDEN_RULES, PREFERRED_WHEN } from '../../src/recommend/rules/hidden.ts'
import { PART_RULES } from '../../src/recommend/rules/parts.ts'
import { TRAITS } from '../../src/recommend/traits.ts'

const RULES: readonly Rule[] = [...HIDDEN_RULES, ...PART_RULES]

/** Situations in which the chosen activation is of the kind that a rule waits for. */
const CONSEQUENCES: Readonly<Record<string, RecommendOptions>> = {
  'weights-siren': { task: 'regression', network: 'implicit' },
  'weights-edge': { task: 'regression', depth: 40, matters: ['boundedness'] },
}

function situationFor({ id, when }: Rule): RecommendOptions {
  const { task = ['binary'], network = ['mlp'], matters = [], seen = [], depth = [2] } = when
  return (
    CONSEQUENCES[id] ?? {
      task: task[0] ?? 'binary',
      network: network[0] ?? 'mlp',
      matters: matters.slice(0, 1),
      seen: seen.slice(0, 1),
      depth: depth[0] ?? 2,
    }
  )
}

/** What every network is told for each wish and each symptom, of those that do not contradict one another. */
const RECORDS = NETWORKS.flatMap((network) =>
  [[], ...PRIORITIES.map((word) => [word])].flatMap((matters) =>
    [[], ...SYMPTOMS.map((word) => [word])].flatMap((seen) => {
      const isAbsurd =
        (network === 'transformer' || network === 'recurrent') && matters[0] === 'selfNormalisation'
      if (isAbsurd) return []
      return [recommend({ task: 'regression', network, matters, seen })]
    }),
  ),
)

describe('the rules', () => {
  test.each(RULES.map((rule) => [rule.id, rule] as const))('%s can apply', (id, rule) => {
    expect(recommend(situationFor(rule)).rules.map((each) => each.id)).toContain(id)
  })

  test('have ids of their own, a reason, a source, and say what they rest on', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length)
    for (const { reason, source, standing } of RULES) {
      expect(reason).toMatch(/\w/)
      expect(source).toMatch(/\w/)
      expect(['theory', 'measured', 'folklore']).toContain(standing)
    }
  })

  test('name activations of the catalogue, each with when to prefer it', () => {
    const names = ACTIVATIONS.map(({ name }) => name)
    const preferred = new Set(HIDDEN_RULES.flatMap(({ prefer }) => prefer))
    expect(names).toEqual(expect.arrayContaining([...preferred]))
    expect(Object.keys(PREFERRED_WHEN).sort()).toEqual([...preferred].sort())
  })

  test('prefer nothing first that has the trait which they avoid', () => {
    for (const { prefer, avoid, id } of HIDDEN_RULES)
      if (avoid && prefer[0]) expect(TRAITS[avoid].holds(findElementwise(prefer[0])), id).toBe(false)
  })
})

describe('the hidden activation', () => {
  test.each<[string, RecommendOptions]>([
    ['relu', { task: 'multiclass' }],
    ['gelu', { task: 'multiclass', network: 'transformer' }],
    ['hardSilu', { task: 'multiclass', network: 'mobile' }],
    ['tanh', { task: 'regression', network: 'recurrent' }],
    ['siren', { task: 'regression', network: 'siren' }],
    ['selu', { task: 'binary', network: 'selfNormalizing', depth: 16 }],
    ['leakyRelu', { task: 'binary', seen: ['dead-units'] }],
    ['relu', { task: 'binary', network: 'transformer', matters: ['speed'] }],
    ['gelu', { task: 'binary', matters: ['smoothness'] }],
    // Bounded, not dying and cheap at once: tanh costs an exponential, hardTanh dies.
    ['softsign', { task: 'binary', matters: ['boundedness', 'speed'], seen: ['deadUnits'] }],
  ])('is %s for %j', (name, options) => expect(recommend(options).hidden?.advice).toBe(name))

  test('is never its own alternative, and every alternative says when to prefer it', () => {
    for (const { hidden, alternatives } of RECORDS) {
      expect(alternatives.map(({ name }) => name)).not.toContain(hidden?.advice)
      for (const { when } of alternatives) expect(when).not.toBe('')
    }
  })

  test('says what was outvoted, and why', () => {
    const { conflicts } = recommend({ task: 'binary', network: 'transformer', matters: ['speed'] })
    expect(conflicts).toEqual([
      'network: transformer (transformer-gelu) asks for gelu, which costs an exponential: speed-cheap counts against it.',
    ])
  })

  test('follows the wish that is named first', () => {
    const first = (...matters: string[]) => recommend({ task: 'binary', matters }).hidden?.advice
    expect(first('boundedness', 'selfNormalisation')).toBe('tanh')
    expect(first('selfNormalisation', 'boundedness')).toBe('selu')
  })

  test('is none without hidden layers', () => {
    const { hidden, theory, alternatives, also } = recommend({ task: 'binary', depth: 0 })
    expect([hidden, theory, alternatives]).toEqual([null, null, []])
    expect(also.map(({ id }) => id)).toContain('also-no-hidden')
  })
})

describe('output and loss', () => {
  test.each([
    ['regression', 'linear', 'meanSquaredError'],
    ['binary', 'sigmoid', 'binaryCrossEntropyWithLogits'],
    ['multiclass', 'softmax', 'crossEntropy'],
    ['multilabel', 'sigmoid', 'binaryCrossEntropyWithLogits'],
  ] as const)('%s has %s and %s, which exist', (task, output, loss) => {
    const got = recommend({ task })
    expect([got.output.advice, got.loss.advice]).toEqual([output, loss])
    expect(ACTIVATIONS.map(({ name }) => name)).toContain(output)
    expect(Object.keys(nn)).toContain(loss)
  })
})

describe('initial weights', () => {
  test('have the gain computed for the activation, and the name of it where it has one', () => {
    const { initialisation } = recommend({ task: 'binary', matters: ['smoothness'] })
    expect(initialisation.gain).toBe(propertiesOf(findElementwise('gelu')).gain)
    expect(initialisation).toMatchObject({
      call: 'initialiseWithGain(shape, 1.5335)',
      keras: null,
      biasStd: 0,
    })
    expect(recommend({ task: 'binary' }).initialisation).toMatchObject({
      call: "initialise(shape, 'he')",
      keras: 'heNormal',
    })
    expect(recommend({ task: 'binary', network: 'selfNormalising' }).initialisation).toMatchObject({
      call: "initialise(shape, 'lecun')",
      keras: 'lecunNormal',
    })
  })

  test('are made by functions that exist', () => {
    for (const { initialisation } of RECORDS) {
      const { call, keras } = initialisation
      expect(Object.keys(nn)).toContain(call.slice(0, call.indexOf('(')))
      if (keras === 'heNormal' || keras === 'lecunNormal')
        sequential([layers.dense({ units: 2, kernelInitializer: keras, inputShape: [3] })])
      else expect(keras).toBeNull()
    }
  })

  test('lie on no edge of chaos that signals would leave', () => {
    // With σ_b = 0.2 gelu's is unstable, from another program's iteration; with 0.5 it is σ_w = 1.3999.
    expect(recommend({ task: 'binary', depth: 40, matters: ['smoothness'] }).initialisation).toMatchObject({
      id: 'weights-edge',
      biasStd: 0.5,
      call: 'initialiseWithGain(shape, 1.3999)',
    })
  })

  test('lie on the edge of chaos where depth makes the gain explode', () => {
    // tanh at σ_b = 0.2: σ_w = 1.3041, from another program's quadrature.
    const { hidden, initialisation } = recommend({ task: 'binary', depth: 20, matters: ['boundedness'] })
    expect(hidden?.advice).toBe('tanh')
    expect(initialisation).toMatchObject({ id: 'weights-edge', call: 'initialiseWithGain(shape, 1.3041)' })
  })
})

describe('theory at the depth given', () => {
  test('shows the numbers that contradict a rule of thumb', () => {
    const { theory } = recommend({ task: 'binary', depth: 20, matters: ['boundedness'] })
    // χ₁ of tanh at its gain, and gradients tenfold in 14.1 layers: the published table.
    expect(theory?.chi1).toBeCloseTo(1.177807, 6)
    expect(theory?.layersPerTenfold).toBeCloseTo(14.07, 1)
    const [own, torch] = theory?.gains ?? []
    expect(own?.variance).toBe(1)
    expect((own?.gradient ?? 0) / 1.177807 ** 20).toBeCloseTo(1, 4)
    // At PyTorch's 5/3 the variance settles at 1.17848.
    expect(torch?.variance).toBeCloseTo(1.17848, 4)
    expect(theory?.contradictions.join('\n')).toMatch(/5\/3[\s\S]*Glorot/)
  })

  test("has He's gain fade with gelu, which is not a rectifier", () => {
    const { theory } = recommend({ task: 'binary', depth: 12, matters: ['smoothness'] })
    expect(theory?.gains.find(({ name }) => name.includes('He'))?.variance).toBeLessThan(0.1)
    expect(theory?.contradictions).toEqual([expect.stringContaining('computed, the gain is 1.5335')])
  })

  test('has nothing against relu at any depth', () => {
    const { theory } = recommend({ task: 'binary', network: 'cnn', depth: 100 })
    expect(theory).toMatchObject({ layersPerTenfold: null, contradictions: [] })
  })

  test('has an answer where signals overflow', () => {
    const { theory } = recommend({
      task: 'binary',
      depth: 300,
      matters: ['sparsity', 'smoothness', 'accuracy'],
    })
    for (const { variance, gradient } of theory?.gains ?? [])
      expect([Number.isNaN(variance), Number.isNaN(gradient)]).toEqual([false, false])
  })

  test("keeps siren's signals with its own weights and not with the gain", () => {
    const { theory } = recommend({ task: 'regression', network: 'implicit', depth: 5 })
    const [own] = theory?.gains ?? []
    // In units of its phase 30·u: 900·E sin²(30·u)·2/900 comes to 1.
    expect((own?.variance ?? 0) * 900).toBeCloseTo(1, 0)
    expect(own?.gradient).toBeLessThan(3)
  })
})

describe('what cannot be', () => {
  test.each<[RecommendOptions, RegExp]>([
    [{ task: 'clasification' }, /task: "clasification" is not known[\s\S]*Did you mean classification\?/],
    [{ task: 'binary', network: 'transfomer' }, /Did you mean transformer\?/],
    [{ task: 'binary', matters: ['sped'] }, /matters: "sped"[\s\S]*Did you mean speed\?/],
    [{ task: 'binary', seen: ['ded-units'] }, /Did you mean deadUnits\?/],
    [{ task: 'binary', seen: ['zzzzzzzzzzzzzz'] }, /expected deadUnits, saturation/],
    [{ task: undefined as unknown as string }, /task: "undefined" is not known/],
    [{ task: 'binary', depth: 1.5 }, /depth: [\s\S]*got 1.5/],
    [{ task: 'binary', depth: -1 }, /from 0 to 1000/],
    [{ task: 'binary', seen: ['vanishingGradients', 'explodingGradients'] }, /opposite/],
    [{ task: 'binary', depth: 0, seen: ['deadUnits'] }, /no hidden units/],
    [{ task: 'binary', network: 'transformer', matters: ['selfNormalisation'] }, /plain networks/],
  ])('%j is a mistake in the call', (options, message) => {
    expect(() => recommend(options)).toThrow(UsageError)
    expect(() => recommend(options)).toThrow(message)
  })
})

describe('the comparison', () => {
  test.each([
    ...TASKS.flatMap((task) => [0, 1, 2, 20, 100].map((depth) => ({ task, depth }))),
    ...NETWORKS.map((network) => ({ task: 'binary' as const, depth: 2, network })),
  ])('for %j is a line that ogee compare understands', (options) => {
    const { line } = recommend(options, { data: 'my houses.csv', target: "owner's" }).compare
    const args = shellWords(line)
    expect(args.slice(0, 2)).toEqual(['ogee', 'compare'])
    const command = new Command('compare').exitOverride()
    fillCompare(command, { version: '0', args: [] })
    command.action(() => undefined)
    command.parse(args.slice(2), { from: 'user' })
    const { activations, hidden, target } = command.opts<{
      activations: string[]
      hidden: number[]
      target: string
    }>()
    expect(activations.map((name) => findElementwise(name).name)).toEqual(activations)
    expect(activations).toContain('relu')
    expect(hidden).toHaveLength(Math.min(32, options.depth))
    expect([command.args, target]).toEqual([['my houses.csv'], "owner's"])
  })

  test('says what it cannot test', () => {
    const noteOf = (options: RecommendOptions) => recommend(options).compare.note
    expect(noteOf({ task: 'binary' })).toBeNull()
    expect(noteOf({ task: 'multilabel' })).toMatch(/once for each label/)
    expect(noteOf({ task: 'binary', network: 'cnn' })).toMatch(/dense networks/)
    expect(noteOf({ task: 'binary', depth: 50 })).toMatch(/32 of the 50 layers/)
  })

  test('is not anticipated: on small tables no activation may win, as the tables measured show', () => {
    const rows = readFileSync('bench/TABLES.md', 'utf8')
      .split('\n')
      .filter((line) => /^\| \w+ \| \d+ \|/.test(line))
    for (const task of TASKS)
      expect(recommend({ task }).caution).toContain(`on none of the ${rows.length} tables in bench/TABLES.md`)
    expect(rows.filter((row) => !row.includes('(not separated)'))).toEqual([])
  })
})

/** What a shell makes of a line with single quotes and backslashes. */
function shellWords(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|\\(.)/g, (_, quoted, escaped) => quoted ?? escaped),
  )
}
