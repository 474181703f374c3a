import { badRequest } from './graph-error.ts';

type Row = Readonly<Record<string, unknown>>;
type Test = (row: Row) => boolean;

const TOKEN = /\s*(?:('(?:[^']|'')*')|([(),])|([^\s(),']+))/gy;

/** The part of `$filter` that Graph takes without "advanced queries": `eq`, `in`, `startswith`, `and`, `or`, parentheses. */
export function parseFilter(text: string): Test {
  const tokens = tokensOf(text);
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  const expect = (wanted: string): void => {
    const found = next();
    if (found !== wanted) throw invalid(`expected ${wanted}, found ${found}`);
  };

  function either(): Test {
    let test = both();
    while (tokens[at] === 'or') {
      at += 1;
      const [left, right] = [test, both()];
      test = (row) => left(row) || right(row);
    }
    return test;
  }

  function both(): Test {
    let test = single();
    while (tokens[at] === 'and') {
      at += 1;
      const [left, right] = [test, single()];
      test = (row) => left(row) && right(row);
    }
    return test;
  }

  function single(): Test {
    const name = next();
    if (name === '(') {
      const test = either();
      expect(')');
      return test;
    }
    if (name.toLowerCase() === 'startswith') {
      expect('(');
      const property = next();
      expect(',');
      const value = literal(next());
      expect(')');
      return (row) => plain(row[property]).startsWith(plain(value));
    }
    const operator = next();
    if (operator === 'eq') {
      const value = literal(next());
      return (row) => same(row[name], value);
    }
    if (operator !== 'in') throw invalid(`the operator ${operator} is not supported`);
    expect('(');
    const values: unknown[] = [literal(next())];
    for (let found = next(); found !== ')'; found = next()) {
      if (found !== ',') throw invalid('a list of values is not closed');
      values.push(literal(next()));
    }
    if (values.length > 15) throw invalid('too many values in one list');
    return (row) => values.some((value) => same(row[name], value));
  }

  const test = either();
  if (at < tokens.length) throw invalid('there is more than a condition');
  return test;
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (match === null) throw invalid('a text is not closed');
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return tokens;
}

function literal(token: string): unknown {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'true' || token === 'false') return token === 'true';
  if (token === 'null') return null;
  throw invalid('a value is neither a text nor a switch');
}

/** Graph compares names and addresses without regard to case. */
function same(value: unknown, wanted: unknown): boolean {
  return typeof value === 'string' && typeof wanted === 'string'
    ? plain(value) === plain(wanted)
    : (value ?? null) === wanted;
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}

function invalid(reason: string): Error {
  return badRequest(`Invalid filter clause: ${reason}.`);
}
