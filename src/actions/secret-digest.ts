import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, string, number, Buffer>(scrypt);

/**
 * Tells repeats of a request apart without keeping its secret: slow to guess from, and another one for each salt. Worked out
 * beside the event loop, which it would hold up for as long as it is meant to take.
 */
export async function secretDigest(secret: string, salt: string): Promise<string> {
  return (await derive(secret, salt, 32)).toString('base64url');
}
