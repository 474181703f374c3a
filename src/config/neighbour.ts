/** The known name that a misspelt one probably meant, or undefined when none is near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = plain(name);
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of known) {
    const other = plain(candidate);
    const extended = other.length >= 6 && (wanted.startsWith(other) || other.startsWith(wanted));
    const distance = extended ? 2 : editDistance(wanted, other);
    if (distance < (best?.distance ?? Math.max(2, Math.ceil(other.length / 4)) + 1))
      best = { candidate, distance };
  }
  return best?.candidate;
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
