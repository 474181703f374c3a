import { generateKeyPairSync, type KeyObject } from 'node:crypto';

interface Pair {
  readonly privateKey: string;
  readonly publicKey: KeyObject;
}

let made: Pair | undefined;

/** One pair for all peers of this process: making one takes longer than everything else. */
export function keyPair(): Pair {
  if (made !== undefined) return made;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  made = { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), publicKey };
  return made;
}
