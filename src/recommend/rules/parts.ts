/**
 * Rules for everything but the hidden activation: output, loss, initial weights, learning rate, and what else
 * helps. Of rules for one part that count the same the last prevails: the more urgent stand last.
 */

import type { PartRule } from '../rule.ts'

const BRIDLE = 'Bridle 1990, Probabilistic interpretation of feedforward classification network outputs'

export const PART_RULES: readonly PartRule[] = [
  {
    id: 'output-regression',
    part: 'output',
    when: { task: ['regression'] },
    advice: 'linear',
    reason: 'a target that may be any number needs an output that may be any number',
    source: 'the range, derived from the expression',
    standing: 'theory',
  },
  {
    id: 'output-binary',
    part: 'output',
    when: { task: ['binary'] },
    advice: 'sigmoid',
    reason: 'one logit becomes the probability of yes',
    source: BRIDLE,
    standing: 'theory',
  },
  {
    id: 'output-multiclass',
    part: 'output',
    when: { task: ['multiclass'] },
    advice: 'softmax',
    reason: 'one logit to a class becomes probabilities that add to 1',
    source: BRIDLE,
    standing: 'theory',
  },
  {
    id: 'output-multilabel',
    part: 'output',
    when: { task: ['multilabel'] },
    advice: 'sigmoid',
    reason:
      'labels do not exclude one another, so each has a probability of its own; softmax would make them compete',
    source: BRIDLE,
    standing: 'theory',
  },
  {
    id: 'loss-regression',
    part: 'loss',
    when: { task: ['regression'] },
    advice: 'meanSquaredError',
    reason:
      'it estimates the mean; with wild targets use huberLoss or meanAbsoluteError, which estimates the median',
    source: 'Huber 1964, Robust estimation of a location parameter',
    standing: 'theory',
  },
  {
    id: 'loss-logits',
    part: 'loss',
    when: { task: ['binary', 'multilabel'] },
    advice: 'binaryCrossEntropyWithLogits',
    reason:
      'from the logit its gradient is p − y, however sure the output is; the squared error of a sigmoid goes flat',
    source: BRIDLE,
    standing: 'theory',
  },
  {
    id: 'loss-classes',
    part: 'loss',
    when: { task: ['multiclass'] },
    advice: 'crossEntropy',
    reason:
      'from logits its gradient is p − y, and no probability is rounded to 0 before its logarithm is taken',
    source: BRIDLE,
    standing: 'theory',
  },
  {
    id: 'weights-gain',
    part: 'initialisation',
    when: {},
    advice: 'gain',
    reason: 'the standard deviation gain/√fan-in with gain = 1/√E φ² passes on a second moment of 1',
    source: 'He et al. 2015, arXiv:1502.01852, with the gain computed for the activation',
    standing: 'theory',
  },
  {
    id: 'weights-siren',
    part: 'initialisation',
    when: { hidden: ['siren'] },
    advice: 'siren',
    reason: 'U(±√(6/fan-in)/ω₀), and U(±1/fan-in) in the first layer, keep the phases of every layer alike',
    source: 'Sitzmann et al. 2020, arXiv:2006.09661, section 3.2',
    standing: 'theory',
  },
  {
    id: 'weights-edge',
    part: 'initialisation',
    when: { network: ['mlp', 'selfNormalising'], gradients: ['grow', 'shrink'] },
    advice: 'edge',
    reason:
      'at this depth the gain lets gradients grow or fade more than tenfold; on the edge of chaos χ₁ is 1',
    source: 'Schoenholz et al. 2017, arXiv:1611.01232; Hayou, Doucet & Rousseau 2019, arXiv:1902.06853',
    standing: 'theory',
  },
  {
    id: 'rate-adam',
    part: 'learningRate',
    when: {},
    advice: 'Adam at 0.001, then 0.003 and 0.01: what ogee compare tries of itself',
    reason: 'the default that its authors found good; the best rate differs by data and activation',
    source: 'Kingma & Ba 2014, arXiv:1412.6980',
    standing: 'measured',
  },
  {
    id: 'rate-transformer',
    part: 'learningRate',
    when: { network: ['transformer'] },
    advice: 'Adam with a warm-up over the first few per cent of the steps, to a peak of 0.0001 to 0.001',
    reason: 'without it the first steps of layer-normalised blocks are too large',
    source: 'Vaswani et al. 2017, arXiv:1706.03762; Xiong et al. 2020, arXiv:2002.04745',
    standing: 'measured',
  },
  {
    id: 'rate-implicit',
    part: 'learningRate',
    when: { network: ['implicit'] },
    advice: 'Adam at 0.0001',
    reason: 'the slope of sin(30·x) is up to 30, so steps count thirty times',
    source: 'Sitzmann et al. 2020, arXiv:2006.09661',
    standing: 'measured',
  },
  {
    id: 'rate-higher',
    part: 'learningRate',
    when: { seen: ['slowTraining'] },
    advice:
      'three times the present rate, as long as the loss stays calm; aim at updates of a thousandth of the weights',
    reason: 'a rate that is too small is the most frequent reason for slow training',
    source: 'Karpathy, CS231n notes, Neural networks 3',
    standing: 'folklore',
  },
  {
    id: 'rate-lower',
    part: 'learningRate',
    when: { seen: ['deadUnits', 'saturation'] },
    advice: 'a third of the present rate, then a tenth',
    reason: 'one large step can push the inputs of a unit onto its flat side for good',
    source: 'Karpathy, CS231n notes, Neural networks 1',
    standing: 'folklore',
  },
  {
    id: 'rate-clip',
    part: 'learningRate',
    when: { seen: ['explodingGradients'] },
    advice: 'clip the norm of the gradient, and take a third of the present rate',
    reason: 'a bound on the step ends the runaway; the rate alone only delays it',
    source: 'Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063',
    standing: 'measured',
  },
  {
    id: 'also-overfitting',
    part: 'also',
    when: { seen: ['overfitting'] },
    advice:
      'stop early, decay weights, take fewer or narrower layers, get more data: the activation is not the lever',
    reason: 'all common activations fit training data of this size; what differs is how far they are let',
    source: 'Prechelt 1998, Early stopping — but when?; Loshchilov & Hutter 2017, arXiv:1711.05101',
    standing: 'folklore',
  },
  {
    id: 'also-standardise',
    part: 'also',
    when: { network: ['mlp', 'selfNormalising'] },
    advice: 'standardise the inputs (ogee compare does)',
    reason:
      'gains assume inputs of mean 0 and variance 1; other scales saturate or kill units of the first layer',
    source: 'LeCun et al. 1998, Efficient BackProp',
    standing: 'theory',
  },
  {
    id: 'also-no-hidden',
    part: 'also',
    when: { depth: [0, 0] },
    advice:
      'without hidden layers this is linear or logistic regression, and no activation changes what it can express',
    reason: 'the output activation is monotone and only maps the one linear score',
    source: 'Bishop 2006, Pattern recognition and machine learning, section 4.3',
    standing: 'theory',
  },
  {
    id: 'also-normalise',
    part: 'also',
    when: { network: ['mlp'], depth: [16, 1000] },
    advice: 'add skip connections or normalisation: they lift the limit that depth sets to plain networks',
    reason: 'both keep a path on which neither signal nor gradient is multiplied',
    source: 'He et al. 2016, arXiv:1603.05027; Ioffe & Szegedy 2015, arXiv:1502.03167',
    standing: 'measured',
  },
]
