/** Every message of LDAP is a SEQUENCE (RFC 4511, section 4.1.1). */
const SEQUENCE = 0x30;
/** Tag, first byte of the length, and at most four more: what is longer would not fit into memory. */
const LONGEST_HEADER = 6;

/** Why what came cannot be cut into messages. */
type Fault = 'not-ldap' | 'too-large';

/**
 * Cuts what a connection carries into whole messages. The length that a message announces is judged before its bytes are waited
 * for, and they are put together once, however many pieces they come in.
 */
export class MessageFramer {
  readonly #mostBytes: number;
  #pieces: Buffer[] = [];
  #held = 0;
  /** Bytes of the message that is coming; null: its header is not there yet. */
  #wanted: number | null = null;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Whether bytes of a further message are there. */
  get hasMore(): boolean {
    return this.#held > 0;
  }

  push(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#held += piece.length;
  }

  /** The next whole message; null: it is still on its way. */
  next(): Buffer | Fault | null {
    if (this.#wanted === null) {
      const length = this.#announced();
      if (typeof length === 'string' || length === null) return length;
      if (length > this.#mostBytes) return 'too-large';
      this.#wanted = length;
    }
    if (this.#held < this.#wanted) return null;
    const all = this.#joined();
    const message = all.subarray(0, this.#wanted);
    this.#pieces = [];
    this.#held = 0;
    this.push(all.subarray(this.#wanted));
    this.#wanted = null;
    return message;
  }

  /** Bytes of the coming message with its header, as the header says; LDAP has definite lengths only (RFC 4511, section 5.1). */
  #announced(): number | Fault | null {
    const [first] = this.#pieces;
    if (first === undefined) return null;
    if (first[0] !== SEQUENCE) return 'not-ldap';
    if (this.#held < 2) return null;
    const header = first.length >= LONGEST_HEADER ? first : this.#joined();
    const short = header[1] ?? 0;
    if (short < 0x80) return 2 + short;
    const bytes = short - 0x80;
    if (bytes === 0 || bytes > 4) return 'not-ldap';
    return header.length < 2 + bytes ? null : 2 + bytes + header.readUIntBE(2, bytes);
  }

  #joined(): Buffer {
    const [only] = this.#pieces;
    const all = only !== undefined && this.#pieces.length === 1 ? only : Buffer.concat(this.#pieces);
    this.#pieces = [all];
    return all;
  }
}
