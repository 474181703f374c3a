import type { Socket } from 'node:net';
import type { BindRequest, Control, ExtendedRequest, ModifyRequest } from 'ldapts';
import { AbandonRequest, MessageParser, SearchEntry, SearchReference, SearchRequest } from 'ldapts';
import type { Clock } from '../../../upstream/clock.ts';
import { onAbort } from '../../../upstream/on-abort.ts';
import { MessageFramer } from './message-framer.ts';
import type { WireReason, Within } from './wire-error.ts';
import { WireError } from './wire-error.ts';

type Message = BindRequest | ExtendedRequest | ModifyRequest | SearchRequest;

/** How a request ended (RFC 4511, section 4.1.9). */
interface Result {
  readonly messageId: number;
  readonly status: number;
  readonly errorMessage: string;
  readonly controls?: readonly Control[];
}

/** What a request was answered with. References to other servers are left out: referrals are never followed. */
export interface Reply {
  readonly entries: readonly SearchEntry[];
  readonly result: Result;
}

interface Pending {
  readonly message: Message;
  readonly entries: SearchEntry[];
  readonly sentAt: number;
  /** Nothing may come after its answer until the socket is replaced. */
  readonly isLast: boolean;
  /** Of the answer so far. */
  bytes: number;
  readonly settle: (outcome: Result | WireError) => void;
}

/** Of one message, and of one answer with all its entries: as much as a page of a list over HTTP may have. */
export const MOST_BYTES = 32_000_000;
/** A server that is asked and says nothing for so long does not answer any more; milliseconds. */
const ANSWER_MS = 30_000;

/**
 * One connection on which several requests may be under way at once. It never connects again by itself: what would be asked
 * after that would be asked without a bind.
 */
export class LdapConnection {
  readonly #clock: Clock;
  readonly #pending = new Map<string, Pending>();
  #socket: Socket;
  #framer = new MessageFramer(MOST_BYTES);
  #parser: MessageParser;
  /** Bytes of the message that is being read. */
  #size = 0;
  #lastId = 0;
  #heardAt = Number.NEGATIVE_INFINITY;
  /** The last answer in the clear is there: whatever follows it was put there by somebody else. */
  #silenced = false;
  #ended: WireReason | null = null;
  #retired = false;
  #onEnd: () => void = () => {};

  constructor(socket: Socket, clock: Clock) {
    this.#clock = clock;
    this.#socket = socket;
    this.#parser = this.#newParser();
    this.#listen(socket);
  }

  /** Whether it may be asked anything more. */
  get usable(): boolean {
    return this.#ended === null && !this.#retired;
  }

  /** Requests under way. */
  get busy(): number {
    return this.#pending.size;
  }

  /** Told once, when nothing more can be asked. */
  onEnd(listener: () => void): void {
    this.#onEnd = listener;
  }

  /**
   * Sends a request.
   * @param isLast ends the connection as broken when a byte comes after its answer and before `replaceSocket`: what is said in
   * the clear must not be read as if it had come under TLS.
   * @throws {WireError}
   */
  request(message: Message, within: Within, isLast = false): Promise<Reply> {
    if (this.#ended !== null) return Promise.reject(new WireError(this.#ended, false));
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      message.messageId = this.#lastId;
      const id = String(this.#lastId);
      const sentAt = this.#clock.monotonic();
      const offs: (() => void)[] = [];
      const entries: SearchEntry[] = [];
      const settle = (outcome: Result | WireError): void => {
        this.#pending.delete(id);
        for (const off of offs) off();
        if (outcome instanceof WireError) reject(outcome);
        else resolve({ entries, result: outcome });
        if (this.#retired && this.#pending.size === 0) this.close();
      };
      this.#pending.set(id, { message, entries, sentAt, isLast, bytes: 0, settle });
      const late = within.deadline - sentAt <= ANSWER_MS;
      offs.push(
        this.#clock.after(late ? within.deadline - sentAt : ANSWER_MS, () =>
          this.#giveUp(id, late ? 'deadline' : 'headers-timeout'),
        ),
      );
      this.#socket.write(message.write());
      if (within.signal !== undefined) offs.push(onAbort(within.signal, () => this.#giveUp(id, 'cancelled')));
    });
  }

  /**
   * Puts another socket (one with TLS around it) in the place of this one. Nothing may be under way, and nothing that was read
   * from the one is read on from the other.
   * @throws {WireError} when the connection has ended.
   */
  replaceSocket(wrap: (plain: Socket) => Socket): Socket {
    if (this.#framer.hasMore) this.#end('broken');
    if (this.#ended !== null) throw new WireError(this.#ended, false);
    this.#socket.removeAllListeners();
    this.#parser = this.#newParser();
    this.#framer = new MessageFramer(MOST_BYTES);
    this.#silenced = false;
    this.#socket = wrap(this.#socket);
    this.#listen(this.#socket);
    return this.#socket;
  }

  /** Nothing more is asked of it; what is under way may end. */
  retire(): void {
    if (this.#retired) return;
    this.#retired = true;
    this.#onEnd();
    if (this.#pending.size === 0) this.close();
  }

  close(): void {
    this.#end('cancelled');
  }

  #listen(socket: Socket): void {
    socket.on('data', (data: Buffer) => {
      this.#heardAt = this.#clock.monotonic();
      this.#framer.push(data);
      this.#read();
    });
    socket.on('error', (error) => this.#end('broken', error));
    socket.on('end', () => this.#end('broken'));
    socket.on('close', () => this.#end('broken'));
  }

  #newParser(): MessageParser {
    const parser = new MessageParser();
    parser.on('message', (message) => this.#take(message));
    parser.on('error', (error) => this.#end('not-ldap', error));
    return parser;
  }

  #read(): void {
    while (this.#ended === null) {
      if (this.#silenced && this.#framer.hasMore) {
        this.#end('broken');
        return;
      }
      const message = this.#framer.next();
      if (message === null) return;
      if (typeof message === 'string') {
        this.#end(message);
        return;
      }
      this.#size = message.length;
      this.#parser.read(message, this.#pending);
    }
  }

  #take(message: Result): void {
    // Message 0 is the server's notice that it ends the connection (RFC 4511, section 4.4.1).
    if (message.messageId === 0) {
      this.#end('broken');
      return;
    }
    const pending = this.#pending.get(String(message.messageId));
    if (pending === undefined) return;
    pending.bytes += this.#size;
    if (pending.bytes > MOST_BYTES) {
      pending.settle(new WireError('too-large', true));
      // It would go on: those who are under way beside it ask again elsewhere.
      this.#end('broken');
      return;
    }
    if (message instanceof SearchEntry) pending.entries.push(message);
    else if (!(message instanceof SearchReference)) {
      this.#silenced = pending.isLast && message.status === 0;
      pending.settle(message);
    }
  }

  #giveUp(id: string, reason: WireReason): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    const silent = reason !== 'cancelled' && this.#heardAt < pending.sentAt;
    pending.settle(new WireError(reason, true));
    // A change that was sent is not taken back: whether the server stops in the middle of it would not be known.
    if (pending.message instanceof SearchRequest && this.#ended === null) {
      this.#lastId += 1;
      const abandon = new AbandonRequest({ messageId: this.#lastId, abandonId: Number(id) });
      this.#socket.write(abandon.write());
    }
    // Not one byte since it was asked: whoever asks next should not wait for the same silence.
    if (silent) this.retire();
  }

  #end(reason: WireReason, cause?: unknown): void {
    if (this.#ended !== null) return;
    this.#ended = reason;
    this.#socket.removeAllListeners('data');
    this.#socket.destroy();
    for (const { settle } of this.#pending.values()) settle(new WireError(reason, true, cause));
    if (!this.#retired) this.#onEnd();
    this.#retired = true;
  }
}
