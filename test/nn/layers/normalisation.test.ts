/** Normalising layers beside PyTorch 1.13 in float64, with the same weights sin(k²). */

import { describe, expect, it } from 'vitest'
import { deviceNamed } from '../../../src/devices/index.ts'
import {
  BatchNorm1d,
  BatchNorm2d,
  dataset,
  GroupNorm,
  grad,
  LayerNorm,
  Linear,
  meanSquaredError,
  Parameter,
  Predictor,
  ReLU,
  RMSNorm,
  Sequential,
  SGD,
  type Tensor,
  Trainer,
  tensor,
} from '../../../src/nn/index.ts'
import { fillWithSines } from '../sines.ts'

/** Sums of float32 numbers around 1, divided by deviations of at least 0.5. */
function near(got: ArrayLike<number>, want: readonly number[]): void {
  expect(got).toHaveLength(want.length)
  want.forEach((value, i) => void expect(Math.abs((got[i] as number) - value)).toBeLessThan(4e-6))
}

const sines = (shape: number[]) =>
  new Parameter(
    shape,
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * i)),
  )

/** Σ cos(i)·yᵢ and its gradient with respect to x. */
function slopeOf(y: Tensor, x: Tensor): Float32Array {
  const cosines = tensor(
    Float32Array.from(y.data(), (_, i) => Math.cos(i)),
    y.shape,
  )
  return (grad(y.mul(cosines).sum(), [x])[0] as Tensor).data()
}

/** What three passes over eleven rows, four to a batch, leave in PyTorch, with SGD(lr=0.1) and a mean squared error. */
const TRAINED = {
  losses: [0.8387477615029816, 0.4540289648059105, 0.4368744370958529],
  '0.weight': [
    -0.004397846, 0.841880361, -0.756433134, 0.407912285, -0.311015674, -0.110859543, -0.991573911,
    -0.95388513, 0.920110815, -0.62983688, -0.506395669, 0.998833659,
  ],
  '0.bias': [-0.491021594, -0.601999868, 0.939530056, -0.930094878],
  '1.weight': [-1.078657923, -0.128564959, -0.297792082, 0.168368134],
  '1.bias': [-0.833678938, 1.008781399, 0.059826828, 1.013647438],
  '1.runningMean': [-0.207038132, -0.362354025, 0.431364742, -0.679804324],
  '1.runningVar': [2.057257094, 0.414729339, 4.728865272, 2.886928477],
  '3.weight': [-0.942755323, 0.483451188, -0.409547015, 0.399307897],
  '3.bias': [-0.659281361],
  output: [
    0.040424027, 0.134620834, 0.017023097, -0.057858799, 0.012212522, -0.179531403, 0.026375509, -0.220704607,
    0.058383843, -0.178098579, 0.105687758,
  ],
}

const ROWS = 11
const x = Array.from({ length: ROWS }, (_, r) => [0, 1, 2].map((c) => Math.cos(3 * r + c * c)))
const data = dataset(
  { x },
  x.map((_, r) => Math.sin(2 * r)),
)
const inOrder = Array.from({ length: ROWS }, (_, row) => row)

function training(batchSize: number, device: string) {
  const module = fillWithSines(
    new Sequential(new Linear(3, 4), new BatchNorm1d(4), new ReLU(), new Linear(4, 1)),
  )
  const { widths } = data
  const options = { module, loss: meanSquaredError, optimizer: new SGD({ lr: 0.1 }), batchSize, widths }
  const trainer = new Trainer({ ...options, device: deviceNamed(device) })
  return { module, trainer, resident: trainer.place(data) }
}

describe.each(['js', 'wasm'])('BatchNorm1d in the steps of a trainer on %s', (device) => {
  it('learns what PyTorch learns, though batches are filled up to eight rows, and remembers the same means', () => {
    const { module, trainer, resident } = training(4, device)
    const losses = [0, 1, 2].map(() => trainer.epoch(resident, inOrder))
    near(losses, TRAINED.losses)
    const state = module.stateDict()
    expect(Object.keys(state)).toEqual(Object.keys(TRAINED).slice(1, -1))
    for (const [path, value] of Object.entries(state))
      near(value.data(), TRAINED[path as keyof typeof TRAINED])
    near(trainer.evaluate(resident).output, TRAINED.output)
    const predictor = new Predictor({ module, widths: { x: 3 }, device: deviceNamed(device) })
    near(predictor.predict(data), TRAINED.output)
    near(module.eval().forward(tensor(x)).data(), TRAINED.output)
  })

  it('keeps its variance where a batch has one row, and learns on', () => {
    const { module, trainer, resident } = training(1, device)
    expect(Number.isFinite(trainer.epoch(resident, inOrder))).toBe(true)
    expect([...(module.stateDict()['1.runningVar'] as Tensor).data()]).toEqual([1, 1, 1, 1])
    expect(Number.isFinite(trainer.loss(resident))).toBe(true)
  })
})

describe('BatchNorm', () => {
  it('goes over rows and places of images, in value and gradient', () => {
    const [module, x] = [fillWithSines(new BatchNorm2d(2)), sines([2, 2, 3, 3])]
    const y = module.forward(x)
    const second = [
      -0.178750005, -0.024961515, 1.849027177, -0.005857783, -0.144028574, 1.775215625, -0.552515257,
      -0.638562904, 0.572457316,
    ]
    /** A scale of 0 leaves the shift, −0.7568. */
    near(y.data().subarray(0, 18), [...Array<number>(9).fill(-0.756802495), ...second])
    const slopes = [
      -0.677620631, -0.639902065, -0.223328245, 1.448924194, 1.574814889, -0.033641086, -0.362699757,
      -0.580086428, -0.139811233,
    ]
    near(slopeOf(y, x).subarray(0, 18), [...Array<number>(9).fill(0), ...slopes])
  })

  it('used twice in a step moves its running mean twice', () => {
    const module = new BatchNorm1d(1, { momentum: 0.5 })
    const trainer = new Trainer({
      module,
      forward: ({ x }) => module.forward(x.add(10)).add(module.forward(x)),
      loss: meanSquaredError,
      optimizer: new SGD(),
      batchSize: 8,
      widths: { inputs: { x: 1 }, target: 1 },
    })
    const two = dataset({ x: [1, 3] }, [0, 0])
    trainer.epoch(trainer.place(two), [0, 1])
    /** 0 → 6 → 4 for batch means 12 and 2; 1 → 1.5 → 1.75 for variances of 2 over n − 1. */
    near(module.runningMean.data(), [4])
    near(module.runningVar.data(), [1.75])
  })

  it('leaves its running mean alone outside a step', () => {
    const module = new BatchNorm1d(2)
    module
      .forward(
        tensor([
          [1, 2],
          [3, 4],
        ]),
      )
      .data()
    expect([...module.runningMean.data()]).toEqual([0, 0])
  })

  it('has neither scale nor shift where none is asked for, and refuses other features', () => {
    expect(new BatchNorm1d(3, { scale: false, shift: false }).parameters()).toEqual([])
    expect(() => new BatchNorm1d(3).forward(tensor([[1, 2]]))).toThrow(
      'the input has the wrong number of features — expected [rows, …] with 3 along axis 1, got [1, 2]',
    )
    expect(() => new BatchNorm1d(1, { dim: 0 }).forward(tensor([[1, 2]]))).toThrow('1 along axis 0')
    expect(() => new BatchNorm1d(2).forward(tensor([1, 2]))).toThrow('no such axis')
    expect(() => new BatchNorm1d(0)).toThrow('features is out of range')
    expect(() => new BatchNorm1d(1, { momentum: 2 })).toThrow('momentum is out of range')
  })
})

describe('LayerNorm', () => {
  it('goes over the features of each row, in value and gradient', () => {
    const [module, x] = [fillWithSines(new LayerNorm(5)), sines([3, 5])]
    const y = module.forward(x)
    near(
      y.data(),
      [
        -0.13235175, 0.226735717, 0.140627404, 1.196396981, -0.458015279, -0.13235175, -1.744295155,
        -0.317532719, 1.662427199, -0.519330918, -0.13235175, 0.070927948, -0.380081695, 0.545591968,
        -0.970332622,
      ],
    )
    near(
      slopeOf(y, x),
      [
        -0.204121353, 0.720138633, 0.275343739, -0.893452742, 0.102091724, -0.083570018, 0.901328783,
        -1.035591081, 0.0208795, 0.196952816, 0.103120513, 0.051413643, -0.763748444, 0.61401745,
        -0.004803161,
      ],
    )
  })
})

describe('GroupNorm', () => {
  it('goes over the channels of a group and all their places, in value and gradient', () => {
    const [module, x] = [fillWithSines(new GroupNorm(2, 4)), sines([2, 4, 3])]
    near(
      module.forward(x).data().subarray(0, 12),
      [
        -0.2879033166650653, -0.2879033166650653, -0.2879033166650653, 0.5287911344182796,
        -0.6300899825590301, -0.3725754698395124, -0.2669753897832155, -0.3015155910839842,
        -2.003518210729292, -1.1694435001518855, -1.1083454958674739, -0.36383614486051336,
      ],
    )
    near(
      slopeOf(module.forward(x), x).subarray(0, 12),
      [
        0.37196850255461755, 0.5876488821837282, 0.17798980044935575, -1.161325503757771, -0.7839273743168831,
        0.807645692886953, -0.16654293883216476, 0.005365036647098587, 0.06096633175156754,
        0.10788897207134296, 0.09334214240590094, -0.10101954404374541,
      ],
    )
  })

  it('takes rows of features, and groups of one size', () => {
    const y = fillWithSines(new GroupNorm(2, 4)).forward(sines([3, 4]))
    /** Of two numbers 0.16 apart, halves of 1e-7 are told from eps. */
    const want = [-0.2879033166650653, 0.7090954678149705, -0.2349874354043453, -0.5416401996693191]
    want.forEach((value, i) => void expect(y.data()[i]).toBeCloseTo(value, 5))
    expect(() => new GroupNorm(3, 4)).toThrow(
      'groups is out of range — expected a divisor of 4 channels, got 3',
    )
    expect(() => new GroupNorm(2, 4).forward(sines([3, 2]))).toThrow('with 4 along axis 1')
  })
})

describe('RMSNorm', () => {
  /** PyTorch 1.13 has none: x·rsqrt(mean(x²) + eps)·weight by its tensors, as torch.nn.RMSNorm of 2.4 documents it. */
  it('goes by the mean square of the features of each row, in value and gradient', () => {
    const [module, x] = [fillWithSines(new RMSNorm(5)), sines([3, 5])]
    near(
      module.forward(x).data().subarray(0, 12),
      [
        0, 1.2785383430445558, 1.0341905778316465, 0.30667590520517096, 0.14966794720968565, 0,
        -1.0507722003966418, 0.9088095857085529, 0.4773938264585422, 0.22833084486210337, 0,
        1.1353069746956195,
      ],
    )
    near(
      slopeOf(module.forward(x), x).subarray(0, 12),
      [
        0, 0.8983154682070635, 0.4990856802455613, -0.6988025910610501, 0.3133263765763921,
        -0.025231085809482565, 0.8282141466148304, -0.9001967576206287, 0.09989187087438499,
        0.21019988355909605, 0.013773795643116237, -0.02213857086433936,
      ],
    )
    expect(module.namedParameters().map(([path]) => path)).toEqual(['weight'])
  })
})
