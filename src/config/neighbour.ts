/** The known name that a misspelt one probably meant, or undefined when none is near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  return closest(name, known)[0];
}

/** All known names that are as near as the nearest one; empty when none is near. */
function closest(name: string, known: Iterable<string>): readonly string[] {
  const wanted = plain(name);
  // Everything begins with nothing.
  if (wanted === '') return [];
  let best: string[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const other = plain(candidate);
    const extended = other.length >= 6 && (wanted.startsWith(other) || other.startsWith(wanted));
    const distance = extended ? 2 : editDistance(wanted, other);
    if (distance > Math.max(2, Math.ceil(other.length / 4)) || distance > least) continue;
    best = distance < least ? [candidate] : [...best, candidate];
    least = distance;
  }
  return best;
}

/**
 * What a misspelt name can only have meant: known name to the name that was written. Left out is a known name that stands there
 * too or has two such neighbours, and a misspelt one that is as near to two.
 */
export function meantNames(
  written: readonly string[],
  known: readonly string[],
): ReadonlyMap<string, string> {
  const meant = new Map<string, string[]>();
  for (const name of written) {
    if (known.includes(name)) continue;
    const [only, ...others] = closest(name, known);
    if (only !== undefined && others.length === 0) meant.set(only, [...(meant.get(only) ?? []), name]);
  }
  return new Map(
    [...meant].flatMap(([name, [only, ...others]]) =>
      only === undefined || others.length > 0 || written.includes(name) ? [] : [[name, only] as const],
    ),
  );
}

/** Tells whether a name is at most two letters away from a known one, whatever its case and dashes. */
export function slipsOf(known: readonly string[]): (name: string) => boolean {
  const others = known.map((name) => ({ other: plain(name), thirds: thirdsOf(plain(name)) }));
  return (name) => {
    const wanted = plain(name);
    return others.some(
      ({ other, thirds }) =>
        Math.abs(other.length - wanted.length) <= 2 &&
        // Two changes leave one third as it was: nearly every variable of a machine is told apart by this alone.
        thirds.some((third) => wanted.includes(third)) &&
        editDistance(wanted, other) <= 2,
    );
  };
}

function thirdsOf(text: string): readonly string[] {
  const third = Math.ceil(text.length / 3);
  return [text.slice(0, third), text.slice(third, 2 * third), text.slice(2 * third)];
}

/** "Did you mean X?", or nothing. */
export function didYouMean(name: string, known: Iterable<string>): { hint?: string } {
  const neighbour = nearest(name, known);
  return neighbour === undefined ? {} : { hint: `Did you mean ${neighbour}?` };
}

/** `client_id`, `clientId` and `CLIENT-ID` differ in nothing that a person would call another name. */
function plain(name: string): string {
  return name
    .slice(0, 100)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
