/**
 * How a value stands in a snapshot, which is JSON all through. Text, booleans and null stand for themselves; a bare number names a
 * value that was defined before; everything else is a list that begins with one of these.
 */
export const tag = {
  /** `[0, ...items]` */
  list: 0,
  /** `[1, number]` */
  number: 1,
  /** `[2, milliseconds]`, null for a date that is none. */
  date: 2,
  /** `[3, value]`: the value, which has the next free number from here on. */
  definition: 3,
  /** `[4, [...names], ...values]`: an object, and the next free shape for others like it. */
  firstOfShape: 4,
  /** `[5, name, value, name, value, ...]`: an object that shares its shape with too few others. */
  object: 5,
  /** `[6, word]`: what JSON has no word for. */
  other: 6,
  /** `[7 + n, ...values]`: an object of shape n. */
  shape: 7,
} as const;

/** What JSON cannot say, by the word for it. */
export const others: ReadonlyMap<string, number | undefined> = new Map([
  ['undefined', undefined],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);
