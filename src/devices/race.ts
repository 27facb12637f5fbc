/**
 * Chooses by the clock between two ways of doing the same work again and again. Whether several threads are
 * faster depends on what else the machine is doing, which no plan can know; what they compute does not.
 */

/** A trial of a way: its first run, which may have to wake somebody, and then so many and for so long. */
const TRIAL_RUNS = 4
const TRIAL_MS = 0.2
/** A run that takes longer is a trial by itself: beside it, waking somebody is nothing. */
const LONG_MS = 4
/**
 * Runs by the faster way for each run of a trial: few at first, while code is still being compiled, and again when
 * the other way has become faster, which a long run may seem to be by chance.
 */
const FIRST_RUNS = 2
const MOST_RUNS = 64

/** Does the work so many times. */
type Way = (times: number) => void

export class Race {
  readonly #now: () => number
  /** Milliseconds a run of the second way, as last measured. */
  #second = 0
  #secondIsFaster = true
  /** Runs to go by the faster way, without a look at the clock. */
  #free = 0
  /** Of the trial under way: the second way's, then the first's. */
  #trying: 'second' | 'first' = 'second'
  #runs = 0
  #elapsed = 0
  #trialRuns = 0
  #runsPerTrialRun = FIRST_RUNS

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Does the work so many times, each time by one of the two ways. */
  run(first: Way, second: Way, times: number): void {
    for (let left = times; left > 0; ) {
      const free = Math.min(left, this.#free)
      left -= Math.max(1, free)
      this.#free -= free
      if (free === 0) this.#try(this.#trying === 'second' ? second : first)
      else if (this.#secondIsFaster) second(free)
      else first(free)
    }
  }

  #try(way: Way): void {
    const start = this.#now()
    way(1)
    this.#note(this.#now() - start)
  }

  #note(time: number): void {
    this.#trialRuns++
    const isFirst = this.#runs++ === 0
    if (!isFirst) this.#elapsed += time
    const isOver = this.#runs > TRIAL_RUNS && this.#elapsed >= TRIAL_MS
    if (!isOver && time < LONG_MS) return
    const mean = isFirst ? time : this.#elapsed / (this.#runs - 1)
    this.#runs = 0
    this.#elapsed = 0
    if (this.#trying === 'second') {
      this.#second = mean
      this.#trying = 'first'
      return
    }
    const before = this.#secondIsFaster
    this.#secondIsFaster = this.#second < mean
    if (this.#secondIsFaster !== before) this.#runsPerTrialRun = FIRST_RUNS
    this.#trying = 'second'
    this.#free = this.#trialRuns * this.#runsPerTrialRun
    this.#runsPerTrialRun = Math.min(MOST_RUNS, 2 * this.#runsPerTrialRun)
    this.#trialRuns = 0
  }
}
