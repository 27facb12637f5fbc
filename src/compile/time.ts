/**
 * How long a call takes, in seconds: the shortest of several rounds, each long enough for the clock. What else the
 * machine does only ever adds.
 */

const ROUNDS = 7
const ROUND_MS = 0.5
/** The host compiles what it is asked for often. */
const WARM_UP_MS = 4

export function timeOf(call: () => void): number {
  const calls = callsToARound(call)
  const rounds = Array.from({ length: ROUNDS }, () => elapsed(call, calls))
  return Math.min(...rounds) / calls / 1000
}

/** Twice as many each time, until they have warmed up. */
function callsToARound(call: () => void): number {
  let total = 0
  for (let calls = 1; ; calls *= 2) {
    const taken = elapsed(call, calls)
    total += taken
    if (total >= WARM_UP_MS) return Math.max(1, Math.ceil((calls * ROUND_MS) / taken))
  }
}

function elapsed(call: () => void, calls: number): number {
  const start = performance.now()
  for (let i = 0; i < calls; i++) call()
  return performance.now() - start
}
