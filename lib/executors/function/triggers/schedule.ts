import { randomUUID } from 'node:crypto';
import { Cron } from 'croner';
import { ZodError } from 'zod';
import { CrossoverError, toProblem } from '#lib/domain/errors.ts';
import { ScheduleExpression, scheduledEvent } from '#lib/domain/functions/events/schedule.ts';

export interface ScheduleSpec {
  /** `rate(5 minutes)` or `cron(0 12 * * ? *)`, in UTC. */
  expression: string;
  /** Name of the rule, as the event shows it. */
  rule: string;
  /** Takes the event; the platform invokes asynchronously. */
  fire: (payload: Buffer) => Promise<unknown>;
}

function cronOf({ expression, rule, fire }: ScheduleSpec): Cron {
  const schedule = ScheduleExpression.parse(expression);
  const rated = schedule.kind === 'rate';
  return new Cron(
    rated ? '* * * * * *' : schedule.pattern,
    // A rate counts from its making; its first event comes one interval later, not at once.
    {
      ...{ timezone: 'UTC', unref: true, catch: true },
      ...(rated
        ? { interval: schedule.seconds, startAt: new Date(Date.now() + schedule.seconds * 1_000) }
        : {}),
    },
    // What cannot be taken now is not made up for: the next one comes on time.
    async () => {
      await fire(Buffer.from(JSON.stringify(scheduledEvent(randomUUID(), rule, new Date()))));
    },
  );
}

/** Fires an event whenever the schedule says. @throws ZodError when the expression is none; CrossoverError `schedule-invalid` */
export class ScheduleTrigger implements Disposable {
  readonly #cron: Cron;

  constructor(spec: ScheduleSpec) {
    try {
      this.#cron = cronOf(spec);
    } catch (cause) {
      if (cause instanceof ZodError) throw cause;
      throw new CrossoverError(
        {
          code: 'schedule-invalid',
          owner: 'yours',
          message: `The schedule ${JSON.stringify(spec.expression)} is none: ${toProblem(cause).message}`,
          remedy: 'Write rate(5 minutes) or cron(0 12 * * ? *).',
        },
        { cause },
      );
    }
  }

  /** When it fires next; null when never again. */
  next(): Date | null {
    return this.#cron.nextRun();
  }

  /** The next instants, for showing and for tests. */
  upcoming(count: number, from = new Date()): Date[] {
    return this.#cron.nextRuns(count, from);
  }

  [Symbol.dispose](): void {
    this.#cron.stop();
  }
}
