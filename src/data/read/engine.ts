/**
 * The door to DuckDB, which parses every file format we read. It is loaded when the first table is read,
 * so that commands without data start without it; nothing else in the house names it.
 */

import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection, DuckDBDataChunk, StatementType } from '@duckdb/node-api'
import { UsageError } from '../../base/index.ts'

export interface Heading {
  readonly name: string
  /** DuckDB's name of the type: VARCHAR, DOUBLE, DECIMAL(9,2), JSON, … */
  readonly type: string
}

export interface Engine {
  /** Names and types of what a query returns, without running it. */
  describe(sql: string): Promise<readonly Heading[]>
  /** The only row of a query's result; numbers of rows come as numbers. */
  single(sql: string): Promise<readonly unknown[]>
  /** Hands over a query's rows, in order, a chunk at a time. */
  stream(sql: string, take: (chunk: DuckDBDataChunk) => void): Promise<void>
}

/** Beyond this DuckDB writes to disk; the columns read lie outside it. */
const MEMORY_LIMIT = '512MB'

/**
 * Opens an engine in memory for as long as `work` takes. `ordered` keeps to one thread: joins and
 * aggregates return rows in the order in which their threads finish, scans of files do not.
 */
export async function withEngine<T>(ordered: boolean, work: (engine: Engine) => Promise<T>): Promise<T> {
  // An optional door: see the header.
  const { DuckDBInstance, StatementType } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_LIMIT,
    threads: String(ordered ? 1 : Math.min(4, availableParallelism())),
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: join(tmpdir(), `ogee-${process.pid}`),
  })
  try {
    const connection = await instance.connect()
    try {
      return await work(engineOver(connection, StatementType.SELECT))
    } finally {
      connection.closeSync()
    }
  } finally {
    instance.closeSync()
  }
}

function engineOver(connection: DuckDBConnection, select: StatementType): Engine {
  return {
    async describe(sql) {
      if (sql.trim() === '') throw notOneSelect('nothing')
      const statements = await connection.extractStatements(sql)
      if (statements.count !== 1) throw notOneSelect(`${statements.count} statements`)
      const statement = await statements.prepare(0)
      if (statement.statementType !== select) throw notOneSelect('another statement')
      return Array.from({ length: statement.columnCount }, (_, i) => {
        const type = statement.columnType(i)
        return { name: statement.columnName(i), type: type.alias ?? type.toString() }
      })
    },
    async single(sql) {
      const reader = await connection.runAndReadAll(sql)
      return (reader.getRows()[0] ?? []).map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell))
    },
    async stream(sql, take) {
      const result = await connection.stream(sql)
      for (;;) {
        const chunk = await result.fetchChunk()
        if (!chunk || chunk.rowCount === 0) return
        take(chunk)
      }
    },
  }
}

function notOneSelect(got: string): UsageError {
  return new UsageError({ where: '--sql', problem: 'not a query', expected: 'one SELECT', got })
}
