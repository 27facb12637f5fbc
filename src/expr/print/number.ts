/** Numbers of formulas, in digits that people read. */

export interface Precision {
  /** Significant digits of numbers. */
  readonly digits?: number
}

/** The digits, and the power of ten that follows them, if any: '1.5', and '-20' or ''. */
export function digitsOf(value: number, { digits }: Precision): { mantissa: string; exponent: string } {
  const rounded = digits === undefined ? value : Number(value.toPrecision(digits))
  const text =
    digits !== undefined && Math.abs(rounded) >= 10 ** digits ? rounded.toExponential() : `${rounded}`
  const [mantissa = '', exponent = ''] = text.split('e')
  return { mantissa, exponent: exponent.replace('+', '') }
}
