/** The digits of exponents in text. */

export const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** 12 → ¹² */
export function superscript(n: number): string {
  return [...String(n)].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')
}
