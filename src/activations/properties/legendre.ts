/** Gauss–Legendre quadrature on one interval: exact for polynomials of degree 31. */

export const DEGREE = 16

/** Nodes and weights on [−1, 1], by Newton's iteration on the Legendre polynomial. */
export const LEGENDRE: readonly (readonly [node: number, weight: number])[] = gaussLegendre(DEGREE)

function gaussLegendre(degree: number): [number, number][] {
  return Array.from({ length: degree }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (degree + 0.5))
    let slope = 1
    for (let step = 0; step < 8; step++) {
      const [value, before] = legendre(degree, x)
      slope = (degree * (x * value - before)) / (x * x - 1)
      x -= value / slope
    }
    return [x, 2 / ((1 - x * x) * slope * slope)]
  })
}

/** P_n(x) and P_{n−1}(x), by Bonnet's recursion. */
function legendre(n: number, x: number): [number, number] {
  let [value, before] = [x, 1]
  for (let k = 2; k <= n; k++) [value, before] = [((2 * k - 1) * x * value - (k - 1) * before) / k, value]
  return [value, before]
}
