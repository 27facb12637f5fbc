import { defineConfig } from 'vitest/config'
import { CountReporter } from './test/house/count.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    /** Some tests train or start processes, and a busy machine takes its time. */
    testTimeout: 180_000,
    reporters: ['default', new CountReporter()],
  },
})
