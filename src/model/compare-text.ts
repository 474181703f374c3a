/** Below zero when the first comes before the second; by code units: the same everywhere, and a tenth of the time of a language's own order. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
