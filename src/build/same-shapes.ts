import { decode, encode } from '@jridgewell/sourcemap-codec';
import { parse } from 'acorn';
import { simple } from 'acorn-walk';

/** Spreads nothing, and has V8 begin with an empty object. */
const beginning = '...null,';

export interface Script {
  readonly code: string;
  /** A source map, as text. */
  readonly map: string;
}

/**
 * The same script, with objects of one kind made alike. What begins with a spread (`{ ...given, more }`) is made by V8 11 as a copy,
 * and each member that is added to a copy, there or later, gives that object a shape (a hidden class) of its own: it takes a hundred
 * times as long as others, memory for its shape, and whoever reads such objects meets a new shape each time. A literal that begins
 * with a spread of nothing is made as any other.
 */
export function withSameShapes({ code, map }: Script): Script {
  const places: { readonly offset: number; readonly line: number; readonly column: number }[] = [];
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'script', locations: true });
  simple(program, {
    ObjectExpression: ({ start, loc, properties: [first] }) => {
      if (first?.type !== 'SpreadElement' || !loc) return;
      places.push({ offset: start + 1, line: loc.start.line - 1, column: loc.start.column + 1 });
    },
  });
  places.sort((a, b) => a.offset - b.offset);
  return { code: inserted(code, places), map: moved(map, places) };
}

function inserted(code: string, places: readonly { readonly offset: number }[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { offset } of places) {
    parts.push(code.slice(from, offset), beginning);
    from = offset;
  }
  return parts.join('') + code.slice(from);
}

/** Moves what a map says of the rest of each line. */
function moved(map: string, places: readonly { readonly line: number; readonly column: number }[]): string {
  const read = JSON.parse(map) as { readonly mappings: string };
  const columns = new Map<number, number[]>();
  for (const { line, column } of places) columns.set(line, [...(columns.get(line) ?? []), column]);
  const mappings = decode(read.mappings).map((segments, line) => {
    const before = columns.get(line);
    if (before === undefined) return segments;
    return segments.map((segment) => {
      const [column, ...rest] = segment;
      const by = before.filter((place) => place <= column).length * beginning.length;
      return [column + by, ...rest] as typeof segment;
    });
  });
  return JSON.stringify({ ...read, mappings: encode(mappings) });
}
