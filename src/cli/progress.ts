/** One line on standard error that is rewritten as a run goes on — only where somebody watches: on a terminal. */

import { sayParallel } from '../compare/settings.ts'
import type { Progress } from '../compare/trials.ts'

export interface ProgressLine {
  show(progress: Progress): void
  clear(): void
}

const WIDTH = 24

export function progressLine(stream: NodeJS.WriteStream): ProgressLine {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} }
  const began = performance.now()
  return {
    show(progress) {
      const line = formatProgress(progress, (performance.now() - began) / 1000)
      stream.write(`\r\u001b[K${line.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`)
    },
    clear: () => {
      stream.write('\r\u001b[K')
    },
  }
}

export function formatProgress({ done, total, kept, best, parallel }: Progress, seconds: number): string {
  const filled = Math.round((WIDTH * done) / total)
  const bar = '━'.repeat(filled) + '╌'.repeat(WIDTH - filled)
  const run = done - kept
  const left = run > 0 ? ` · ${formatDuration((seconds / run) * (total - done))} left` : ''
  const leader = best ? ` · best so far ${best.name} ${best.mean.toFixed(3)}` : ''
  return `${bar} ${done}/${total}${left} · ${sayParallel(parallel)}${leader}`
}

export function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
