/**
 * Published properties of 62 functions. Oracle: computed from 113-bit values of the functions (range and slope by search,
 * means by the trapezoid rule on [−16, 16], step 2⁻¹⁴), independently of this library; the digits are as printed.
 * Backward gains of leakyRelu and nlrelu are corrected in the last digit: the trapezoid rule halves
 * the jump of the slope at 0. A row names an entry of the catalogue, or writes the function out.
 */

const TABLE = `
linear | ℝ | yes | C^ω | – | odd | 1 | 0.0000 | 1.0000 | 1.0000 | 1.0000
relu | [0,∞) | yes | C⁰ | − |  | 1 | 0.3989 | 0.5000 | 1.4142 | 1.4142
relu6 | [0,6] | yes | C⁰ | −+ |  | 1 | 0.3989 | 0.5000 | 1.4142 | 1.4142
leakyRelu | ℝ | yes | C⁰ | – |  | 1 | 0.3950 | 0.5000 | 1.4141 | 1.4141
elu | (−1,∞) | yes | C¹ (α=1; else C⁰) | − |  | 1 | 0.1605 | 0.6449 | 1.2452 | 1.2234
celu(alpha=2) | (−2,∞) | yes | C¹ (every α) | − |  | 1 | 0.0982 | 0.7494 | 1.1552 | 1.1459
selu | (−1.7581,∞) | yes | C⁰ | − |  | 1.7581 | 0.0000 | 1.0000 | 1.0000 | 0.9660
sigmoid | (0,1) | yes | C^ω | −+ |  | 0.25 | 0.5000 | 0.2934 | 1.8462 | 4.7226
logSigmoid | (−∞,0) | yes | C^ω | + |  | 1 | -0.8061 | 0.9212 | 1.0419 | 1.8462
softplus | (0,∞) | yes | C^ω | − |  | 1 | 0.8061 | 0.9212 | 1.0419 | 1.8462
tanh | (−1,1) | yes | C^ω | −+ | odd | 1 | 0.0000 | 0.3943 | 1.5925 | 1.4674
tanhShrink | ℝ | yes | C^ω | – | odd | 1 | 0.0000 | 0.1829 | 2.3384 | 1.9881
hardSigmoid | [0,1] | yes | C⁰ | −+ |  | 0.16667 | 0.5000 | 0.2776 | 1.8978 | 6.0081
hardSigmoid(edge=2.5) | [0,1] | yes | C⁰ | −+ |  | 0.2 | 0.5000 | 0.2891 | 1.8598 | 5.0313
hardTanh | [−1,1] | yes | C⁰ | −+ | odd | 1 | 0.0000 | 0.5161 | 1.3920 | 1.2103
hardSilu | [−0.375,∞) | no | C⁰ | − |  | 1.5 | 0.1662 | 0.3316 | 1.7367 | 1.6701
hardShrink | ℝ∖((−½,0)∪(0,½)) | yes | discontinuous at ±λ | – | odd | ∞ | 0.0000 | 0.9691 | 1.0158 | 1.2730
softShrink | ℝ | yes | C⁰ | – | odd | 1 | 0.0000 | 0.4193 | 1.5444 | 1.2730
softsign | (−1,1) | yes | C¹ | −+ (1/x) | odd | 1 | 0.0000 | 0.1830 | 2.3375 | 2.0958
silu | [−0.27846,∞) | no | C^ω | − |  | 1.0998 | 0.2066 | 0.3558 | 1.6765 | 1.6233
quickGelu | [−0.16361,∞) | no | C^ω | − |  | 1.0998 | 0.2823 | 0.4220 | 1.5395 | 1.4915
gelu | [−0.16997,∞) | no | C^ω | − |  | 1.1289 | 0.2821 | 0.4252 | 1.5335 | 1.4811
geluTanh | [−0.17004,∞) | no | C^ω | − |  | 1.129 | 0.2820 | 0.4252 | 1.5336 | 1.4812
mish | [−0.30884,∞) | no | C^ω | − |  | 1.0885 | 0.2404 | 0.4523 | 1.4868 | 1.4448
exponential | (0,∞) | yes | C^ω | − |  | ∞ | 1.6487 | 7.3891 | 0.3679 | 0.3679
erf(x) | (−1,1) | yes | C^ω | −+ | odd | 1.1284 | 0.0000 | 0.4646 | 1.4672 | 1.3252
sine | [−1,1] | no | C^ω | – | odd | 1 | 0.0000 | 0.4323 | 1.5209 | 1.3273
cosine | [−1,1] | no | C^ω | – | even | 1 | 0.6065 | 0.5677 | 1.3273 | 1.5209
snake | ℝ | yes | C^ω | – |  | 2 | 0.4323 | 1.3074 | 0.8746 | 0.8165
arctan | (−π/2,π/2) | yes | C^ω | −+ (1/x) | odd | 1 | 0.0000 | 0.4497 | 1.4912 | 1.4142
squareplus | (0,∞) | yes | C^ω | − (1/x) |  | 1 | 1.1093 | 1.5000 | 0.8165 | 1.8591
sparsePlus | [0,∞) | yes | C¹ | − |  | 1 | 0.4623 | 0.5248 | 1.3803 | 1.6243
sparseSigmoid | [0,1] | yes | C⁰ | −+ |  | 0.5 | 0.5000 | 0.3790 | 1.6243 | 2.4206
relu2 | [0,∞) | yes | C¹ | − |  | ∞ | 0.5000 | 1.5000 | 0.8165 | 0.7071
starRelu | [−0.4472,∞) | yes | C¹ | − |  | ∞ | 0.0000 | 0.9999 | 1.0000 | 0.7906
isru | (−1,1) | yes | C^ω | −+ | odd | 1 | 0.0000 | 0.3443 | 1.7042 | 1.5543
isrlu | (−1,∞) | yes | C² | − |  | 1 | 0.1374 | 0.6722 | 1.2197 | 1.1893
bentIdentity | ℝ | yes | C^ω | – |  | 1.5 | 0.1773 | 1.0727 | 0.9655 | 0.9596
gaussian | (0,1] | no | C^ω | −+ | even | 0.85776 | 0.5774 | 0.4472 | 1.4953 | 1.6719
mexicanHat | [−0.44626,1] | no | C^ω | −+ | even | 1.3801 | 0.3536 | 0.3849 | 1.6119 | 1.0552
symlog | ℝ | yes | C¹ | – | odd | 1 | 0.0000 | 0.3868 | 1.6078 | 1.5565
nlrelu | [0,∞) | yes | C⁰ | − |  | 1 | 0.2674 | 0.1934 | 2.2738 | 2.2012
serf | [−0.34844,∞) | no | C^ω | − |  | 1.0861 | 0.2493 | 0.5014 | 1.4122 | 1.3736
tanhExp | [−0.35329,∞) | no | C^ω | − |  | 1.062 | 0.2621 | 0.5291 | 1.3748 | 1.3349
logish | [−0.25277,∞) | no | C^ω | − |  | 0.74631 | 0.1398 | 0.1945 | 2.2677 | 2.2028
smish | [−0.24999,∞) | no | C^ω | − |  | 0.63688 | 0.1201 | 0.1584 | 2.5130 | 2.4430
phish | [0,∞) | no | C^ω | − |  | 1.2983 | 0.3253 | 0.3611 | 1.6642 | 1.5055
lisht | [0,∞) | no | C^ω | – | even | 1.1997 | 0.6057 | 0.7579 | 1.1487 | 1.0748
elish | [−0.17157,∞) | no | C¹ | − |  | 1.0998 | 0.2392 | 0.3431 | 1.7073 | 1.6518
cloglog | (0,1) | yes | C^ω | −+ |  | 0.36788 | 0.6182 | 0.4528 | 1.4861 | 3.5727
aria2 | [−0.06998,∞) | no | C^ω | − |  | 1.1411 | 0.3096 | 0.4092 | 1.5632 | 1.5084
lecunTanh | (−1.7159,1.7159) | yes | C^ω | −+ | odd | 1.1439 | 0.0000 | 0.7504 | 1.1544 | 1.1153
dyt | (−1,1) | yes | C^ω | −+ | odd | 0.5 | 0.0000 | 0.1735 | 2.4007 | 2.3613
smu | ℝ | yes | C^ω | – |  | 1.0967 | 0.2177 | 0.4932 | 1.4240 | 1.3998
xielu | [−0.20575,∞) | no | C¹ | – |  | ∞ | 0.5284 | 1.7355 | 0.7591 | 0.6950
step | {0,1} | yes | discontinuous | −+ |  | ∞ | 0.5000 | 0.5000 | 1.4142 | –
softModulusQ | [0,∞) | no | C¹ | – | even | 1.3333 | 0.7375 | 0.9607 | 1.0203 | 0.9744
sinc | [−0.21723,1] | no | C^ω | −+ | even | 0.43618 | 0.8556 | 0.7640 | 1.1441 | 3.9094
golu | [-0.09726,∞) | no | C^ω | − |  | 1.1134 | 0.2589 | 0.3196 | 1.7688 | 1.6964
hardMish | [−0.5,∞) | no | C⁰ (at −2) | − |  | 1 | 0.2386 | 0.5643 | 1.3312 | 1.2341
gcu | ℝ | no | C^ω | – | odd | ∞ | 0.0000 | 0.2970 | 1.8349 | 1.0000
derf | (−1,1) | yes | C^ω | −+ | odd | 0.56419 | 0.0000 | 0.2163 | 2.1499 | 2.1078
`

/** One row, its numbers as text with the digits that are known. */
export interface Published {
  readonly of: string
  readonly range: string
  readonly monotone: 'yes' | 'no'
  readonly smoothness: string
  /** '−', '+', '−+' or '–' for none, perhaps with how fast. */
  readonly saturates: string
  readonly symmetry: 'odd' | 'even' | ''
  readonly lipschitz: string
  readonly mean: string
  readonly secondMoment: string
  readonly gain: string
  readonly backwardGain: string
}

const COLUMNS = [
  'of',
  'range',
  'monotone',
  'smoothness',
  'saturates',
  'symmetry',
  'lipschitz',
  'mean',
  'secondMoment',
  'gain',
  'backwardGain',
] as const

export const PUBLISHED: readonly Published[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const cells = line.split(' | ')
    return Object.fromEntries(COLUMNS.map((name, i) => [name, cells[i]])) as unknown as Published
  })
