/** Providers read ids in any case: a guard that compared them exactly could be passed by writing one otherwise. */
export function sameId(a: string | null | undefined, b: string | null | undefined): boolean {
  return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
}

/** An id as the provider itself writes it, where it is among these; else as it was given. */
export function asListed(id: string, rows: readonly { readonly externalId: string }[]): string {
  return rows.find(({ externalId }) => sameId(externalId, id))?.externalId ?? id;
}
