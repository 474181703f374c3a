/** What an answer about a subject rests on beside the subject itself and the directory's settings: bits of a number. */
export const looked = {
  /** Other users with one of its keys. */
  KEYS: 8,
  /** Devices of other users. */
  CONTACTS: 16,
  /** Who is who across directories. */
  IDENTITIES: 32,
  /** Other groups and applications. */
  OBJECTS: 64,
  /** Anything about other users. */
  USERS: 128,
} as const;

export type Looked = (typeof looked)[keyof typeof looked];
