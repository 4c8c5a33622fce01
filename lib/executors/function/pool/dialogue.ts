import { randomUUID } from 'node:crypto';
import type { Ms } from '#lib/domain/units.ts';
import { ProtocolViolation } from '../protocol/frames.ts';
import type { Incoming, Outgoing, Printed } from '../protocol/messages.ts';
import type { Sandbox } from '../sandbox/launch.ts';
import { Channel } from './channel.ts';
import { type Ending, endBehind, tampered } from './ending.ts';
import { type Asked, type Exchange, Line } from './line.ts';

export interface DialogueEnds {
  /** The sandbox has to be ended: it took too long, or wrote what its wrapper never writes. */
  over: (ending: Ending) => void;
  /** What was printed since the last call. */
  log: () => string;
}

export interface Question {
  message: Outgoing;
  limit: Ms;
  /** How the environment ends when it takes longer. */
  late: () => Ending;
}

/** More than this would not make anything quicker. */
const MOST_IN_LINE = 8;

/** Questions to one sandbox, one after another, and its answers. */
export class Dialogue {
  readonly #ends: DialogueEnds;
  readonly #channel: Channel;
  readonly #line = new Line(
    () => this.#late(),
    () => this.#impatient(),
  );
  /** The wrapper runs: from now on an end is the user's code, not the sandbox. */
  alive = false;
  #requests = 0;
  /** Others that waited behind a request have been given back, and it is not answered yet. */
  #slow = false;
  #ending: Ending | null = null;

  constructor(sandbox: Sandbox, ends: DialogueEnds) {
    this.#ends = ends;
    this.#channel = new Channel(sandbox, {
      receive: (message) => this.#accept(message),
      violated: (ending) => ends.over(ending),
    });
  }

  /** Questions without an answer. */
  get inLine(): number {
    return this.#line.length;
  }

  /** One more may be asked while there is no answer yet. */
  get takesNext(): boolean {
    return (
      this.#channel.holdsMore && this.#line.length < MOST_IN_LINE && !this.#slow && this.#ending === null
    );
  }

  /** Call only when nothing is in line. */
  ask(question: Question): Promise<Exchange> {
    const number = this.#number(question);
    const id = idOf(question.message);
    return new Promise((settle) => {
      this.#line.add(this.#asked(question, { number, id }, settle, null));
      if (this.#ending !== null) this.#line.settle({ ending: this.#ending });
      else this.#channel.send(withId(question.message, id), number);
    });
  }

  /**
   * To be answered after those before it; its limit counts from its turn. Call only when `takesNext`. Null when the
   * sandbox has not begun with it and never will: it is too long, or the one before it takes its time.
   */
  async askNext(question: Question): Promise<Exchange | null> {
    const number = this.#number(question);
    const id = idOf(question.message);
    if (!this.#channel.sendBehind(withId(question.message, id), number)) return null;
    if (this.#ending !== null) return null;
    return new Promise((settle) => {
      this.#line.add(this.#asked(question, { number, id }, settle, () => settle(null)));
    });
  }

  /** Whatever is without an answer gets `ending` for one, but for what the sandbox has not begun to read. */
  end(ending: Ending): void {
    this.#ending = ending;
    this.#channel.close();
    this.#giveBack();
    this.#line.settle({ ending });
    while (this.#line.length > 0) this.#line.settle({ ending: endBehind(ending) });
    this.#line.close();
  }

  #number({ message }: Question): number {
    if (message.type !== 'invoke') return 0;
    this.#requests += 1;
    return this.#requests;
  }

  #asked(
    { limit, late }: Question,
    key: Pick<Asked, 'number' | 'id'>,
    settle: (exchange: Exchange) => void,
    back: Asked['back'],
  ): Asked {
    const later: Asked['settle'] = (result, elapsed, waited) => {
      // The wrapper knows of no printing, and has begun with the next: what is there is likely that one's.
      const silent = 'message' in result && this.#line.length > 0;
      const log = (): string => (silent ? '' : this.#ends.log());
      // The same turn of the loop still delivers what was printed before the reply was written.
      setImmediate(() => settle({ ...result, elapsed, waited, log: log() }));
    };
    return { ...key, limit, late, settle: later, back };
  }

  #late(): void {
    const late = this.#line.first?.late;
    if (late !== undefined) this.#ends.over(late());
  }

  /** Who waits behind a slow request goes elsewhere. */
  #impatient(): void {
    if (this.#line.length < 2) return;
    this.#slow = true;
    this.#giveBack();
  }

  #giveBack(): void {
    const { first } = this.#line;
    if (first === null || !this.#channel.holdsMore) return;
    try {
      if (this.#line.giveBack(this.#channel.takeBack(first.number))) return;
    } catch {
      // Not what was put in.
    }
    this.#ends.over(tampered());
  }

  /** Only the message that is due is taken; a reply nobody asked for is a forgery. */
  #accept(message: Incoming): void {
    if (this.#ending !== null) return;
    if (message.type === 'started' && !this.alive) {
      this.alive = true;
      return;
    }
    const { first } = this.#line;
    if (first === null) throw new ProtocolViolation('a message nobody asked for');
    const due = 'id' in message ? message.id === first.id : first.id === null;
    if (!due) throw new ProtocolViolation('an answer to another request');
    if ('printed' in message) this.#arrange(message);
    this.#slow = false;
    this.#line.settle({ message });
  }

  /** By which way the wrapper reads what comes next. */
  #arrange({ type, printed }: Incoming & Printed): void {
    if (type === 'ready' && !printed) this.#channel.startMailbox();
    if (!printed || !this.#channel.holdsMore) return;
    this.#giveBack();
    this.#channel.leaveMailbox();
  }
}

/** Nobody guesses it, so what the code writes to every descriptor answers nothing; null for what is no request. */
const idOf = ({ type }: Outgoing): string | null => (type === 'invoke' ? randomUUID() : null);

const withId = (message: Outgoing, id: string | null): Outgoing =>
  message.type === 'invoke' && id !== null ? { ...message, id } : message;
