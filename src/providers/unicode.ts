/** Whether a text has an encoding at all: half of a surrogate pair has none, and `encodeURIComponent` throws on it. */
export function isEncodable(value: string): boolean {
  return !/\p{Surrogate}/u.test(value);
}
