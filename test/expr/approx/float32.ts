/** Errors in units of the last place of float32, and inputs over its whole range. */

/**
 * |got − truth| in units of the last place of float32 at the truth; subnormals count in steps of 2⁻¹⁴⁹.
 * ∞ when only one of them is a number; 0 when both overflow float32.
 */
export function ulps(got: number, truth: number): number {
  if (got === truth || (Number.isNaN(got) && Number.isNaN(truth))) return 0
  if (!Number.isFinite(got) && got === Math.fround(truth)) return 0
  const error = Math.abs(got - truth) / unit(truth)
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error
}

function unit(truth: number): number {
  const exponentOfTruth = truth === 0 ? -126 : Math.max(Math.floor(Math.log2(Math.abs(truth))), -126)
  return 2 ** (exponentOfTruth - 23)
}

/** Every 2²⁰/3rd bit pattern, ordinary magnitudes more densely, and the ends of the range. */
export function sweep(): Float32Array {
  const patterns: number[] = []
  for (let i = 0; i < 2 ** 32; i += 349_527) patterns.push(i)
  const [low, high] = [0x38800000, 0x43000000] // 2⁻¹⁴ to 128
  for (let i = low; i < high; i += 16_411) patterns.push(i, i + 2 ** 31)
  const ends = [0, 1, 0x7fffff, 0x800000, 0x7f7fffff, 0x7f800000, 0x7fc00000]
  return new Float32Array(Uint32Array.from([...patterns, ...ends, ...ends.map((i) => i + 2 ** 31)]).buffer)
}

/** The largest error of normal results, and at which x; and that of subnormal ones. */
export function worst(
  xs: ArrayLike<number>,
  values: ArrayLike<number>,
  truths: ArrayLike<number>,
): { x: number; error: number; subnormal: number } {
  const found = { x: Number.NaN, error: 0, subnormal: 0 }
  for (let i = 0; i < xs.length; i++) {
    const [x, value, truth] = [xs[i] as number, values[i] as number, truths[i] as number]
    const error = ulps(value, truth)
    if (Math.abs(truth) < 2 ** -126) found.subnormal = Math.max(found.subnormal, error)
    else if (error > found.error) Object.assign(found, { x, error })
  }
  return found
}
