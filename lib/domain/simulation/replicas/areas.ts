import type { Ms } from '../../units.ts';

/** Numbers of instances, busy instances, requests being served and requests waiting, summed over time. */
export class Areas {
  instances = 0;
  busy = 0;
  running = 0;
  waiting = 0;
  #at: Ms = 0;
  #since: Ms = 0;

  /** Until `at` there were that many. */
  pass(at: Ms, instances: number, busy: number, running: number, waiting: number): void {
    const ms = at - this.#at;
    if (ms <= 0) return;
    this.#at = at;
    this.instances += ms * instances;
    this.busy += ms * busy;
    this.running += ms * running;
    this.waiting += ms * waiting;
  }

  /** Means since the last call, which begin anew. */
  means(): { ms: Ms; running: number; waiting: number } {
    const ms = this.#at - this.#since || 1;
    const means = { ms, running: this.running / ms, waiting: this.waiting / ms };
    this.#since = this.#at;
    this.running = 0;
    this.waiting = 0;
    return means;
  }
}
