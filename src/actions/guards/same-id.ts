/** Providers read ids in any case: a guard that compared them exactly could be passed by writing one otherwise. */
export function sameId(a: string | null | undefined, b: string | null | undefined): boolean {
  return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
}
