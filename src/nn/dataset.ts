/** Rows of numbers as trainers and predictors take them: plain tables, of whoever made them. */

/** Numbers by rows: `data` is row-major [rows, width]. */
export interface Table {
  readonly width: number
  readonly data: Float32Array
}

/** Tables of equally many rows: the inputs of a network by name, and its target. */
export interface Dataset {
  readonly rows: number
  readonly inputs: Readonly<Record<string, Table>>
  readonly target: Table
}
