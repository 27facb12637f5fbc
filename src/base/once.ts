/** A value that is made when it is first asked for, and kept: what not everybody needs, and nobody needs twice. */

/** Where `make` throws, nothing is kept, and the next call tries again. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
