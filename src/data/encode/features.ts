/** Where a column's features go: row-major, the first of them at `offset` of each row. */
export interface Features {
  readonly out: Float32Array
  readonly width: number
  readonly offset: number
}
