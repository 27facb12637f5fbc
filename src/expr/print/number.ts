/** Numbers of formulas, in digits that people read. */

export interface Precision {
  /** Significant digits of numbers. Default of `toText`: as many as make the number exactly. */
  readonly digits?: number
}

/** The digits, and the power of ten that follows them, if any: '1.5', and '-20' or ''. */
export function digitsOf(value: number, { digits }: Precision): { mantissa: string; exponent: string } {
  const rounded = digits === undefined ? value : Number(value.toPrecision(digits))
  const [mantissa = '', exponent = ''] = String(rounded).split('e')
  return { mantissa, exponent: exponent.replace('+', '') }
}
