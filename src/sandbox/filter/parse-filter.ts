/** A SCIM filter as PingOne takes it: comparisons, `and`, `or`, parentheses, and `attribute[...]`. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Filter[] }
  | {
      readonly kind: 'compare';
      readonly attribute: string;
      readonly operator: string;
      readonly value: string | number | boolean | null;
    }
  | { readonly kind: 'present'; readonly attribute: string }
  | { readonly kind: 'not'; readonly term: Filter }
  | { readonly kind: 'within'; readonly attribute: string; readonly filter: Filter };

/** The text is not a filter. */
export class FilterSyntaxError extends Error {}

const TOKEN = /\s*(?:([()[\]])|"((?:[^"\\]|\\.)*)"|([^\s()[\]"]+))/y;

interface Token {
  readonly kind: 'mark' | 'text' | 'word';
  readonly value: string;
}

/** @throws {FilterSyntaxError} naming what was expected. */
export function parseFilter(text: string): Filter {
  const reader = new Reader(tokensOf(text));
  const filter = reader.anyOf();
  reader.end();
  return filter;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null)
      throw new FilterSyntaxError(`expected a word or a quoted value at character ${at + 1}`);
    const [, mark, quoted, word] = found;
    if (mark !== undefined) tokens.push({ kind: 'mark', value: mark });
    else if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.replaceAll(/\\(.)/g, '$1') });
    else tokens.push({ kind: 'word', value: word ?? '' });
  }
  return tokens;
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  anyOf(): Filter {
    return this.#joined('or', () => this.#joined('and', () => this.#term()));
  }

  end(): void {
    const token = this.#tokens[this.#at];
    if (token !== undefined)
      throw new FilterSyntaxError(`expected the end of the filter, received ${token.value}`);
  }

  #joined(word: 'and' | 'or', read: () => Filter): Filter {
    const first = read();
    const terms = [first];
    while (this.#takeWord(word)) terms.push(read());
    return terms.length === 1 ? first : { kind: word, terms };
  }

  #term(): Filter {
    if (this.#takeMark('(')) return this.#closed(')');
    const attribute = this.#take('word', 'an attribute');
    if (attribute.toLowerCase() === 'not' && this.#takeMark('('))
      return { kind: 'not', term: this.#closed(')') };
    if (this.#takeMark('[')) return { kind: 'within', attribute, filter: this.#closed(']') };
    const operator = this.#take('word', 'an operator').toLowerCase();
    if (operator === 'pr') return { kind: 'present', attribute };
    return { kind: 'compare', attribute, operator, value: this.#value() };
  }

  #closed(mark: string): Filter {
    this.#depth += 1;
    if (this.#depth > 50) throw new FilterSyntaxError('expected at most 50 levels of parentheses');
    const inner = this.anyOf();
    this.#depth -= 1;
    if (!this.#takeMark(mark)) throw new FilterSyntaxError(`expected ${mark}`);
    return inner;
  }

  #value(): string | number | boolean | null {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token?.kind === 'text') return token.value;
    if (token?.value === 'true' || token?.value === 'false') return token.value === 'true';
    if (token?.value === 'null') return null;
    const number = Number(token?.kind === 'word' ? token.value : Number.NaN);
    if (!Number.isNaN(number)) return number;
    throw new FilterSyntaxError(
      `expected a quoted value, a number, true or false, received ${token?.value ?? 'nothing'}`,
    );
  }

  #take(kind: Token['kind'], expected: string): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind)
      throw new FilterSyntaxError(`expected ${expected}, received ${token?.value ?? 'nothing'}`);
    this.#at += 1;
    return token.value;
  }

  #takeMark(mark: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'mark' || token.value !== mark) return false;
    this.#at += 1;
    return true;
  }

  #takeWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word' || token.value.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }
}
