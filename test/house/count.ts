/** A reporter for Vitest: one line at the end, `N passed, N failed`, which machines and people can read. */

import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** A file that could not be loaded, and an error that belongs to no test, count as failures too. */
function countTests(modules: readonly TestModule[], strayErrors: readonly SerializedError[]): string {
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const passed = tests.filter((test) => test.result().state === 'passed').length
  const failed = tests.filter((test) => test.result().state === 'failed').length
  const broken = modules.flatMap((module) => [...module.errors(), ...suiteErrors(module)]).length
  return `${passed} passed, ${failed + broken + strayErrors.length} failed`
}

function suiteErrors(module: TestModule): readonly unknown[] {
  return [...module.children.allSuites()].flatMap((suite) => suite.errors())
}

export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly SerializedError[]): void {
    process.stdout.write(`${countTests(modules, strayErrors)}\n`)
  }
}
