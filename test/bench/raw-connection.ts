import { connect, type Socket } from 'node:net';

/** What came back for one request. */
export interface RawAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const endOfHead = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('0\r\n\r\n');

/**
 * One kept-alive connection that posts JSON and reads whole answers, with as little work as possible: who measures a server on the
 * same machine must not be what is measured. It understands what the servers of the bench send, and no more of HTTP.
 */
export class RawConnection {
  readonly #socket: Socket;
  readonly #head: string;
  #received: Buffer = Buffer.alloc(0);
  #settle: ((answer: RawAnswer) => void) | null = null;
  #fail: ((error: Error) => void) | null = null;

  private constructor(socket: Socket, head: string) {
    this.#socket = socket;
    this.#head = head;
    socket.setNoDelay(true);
    socket.on('data', (part) => this.#take(part));
    socket.on('error', (error) => this.#fail?.(error));
    socket.on('close', () => this.#fail?.(new Error('The server closed the connection.')));
  }

  static open(
    origin: string,
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<RawConnection> {
    const { hostname, port, host } = new URL(origin);
    const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `POST ${path} HTTP/1.1\r\n${lines.join('')}content-length: `;
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new RawConnection(socket, head)));
      socket.once('error', reject);
    });
  }

  post(body: string): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
      this.#socket.write(`${this.#head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  close(): void {
    this.#fail = null;
    this.#socket.destroy();
  }

  #take(part: Buffer): void {
    this.#received = this.#received.length === 0 ? part : Buffer.concat([this.#received, part]);
    const answer = answerIn(this.#received);
    if (answer === null) return;
    this.#received = Buffer.alloc(0);
    this.#fail = null;
    this.#settle?.(answer);
  }
}

/** The answer, once it is whole. */
function answerIn(received: Buffer): RawAnswer | null {
  const end = received.indexOf(endOfHead);
  if (end === -1) return null;
  const head = received.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const body = received.subarray(end + endOfHead.length);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) return body.length < Number(length) ? null : { status, body };
  const isWhole = body.subarray(-lastChunk.length).equals(lastChunk);
  return isWhole ? { status, body: body.subarray(body.indexOf('\r\n') + 2) } : null;
}
