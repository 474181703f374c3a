import type { PersonName } from '../model/user.ts';
import { filled } from './rows.ts';

/** How somebody is called where the provider keeps no display name; null: the name says nothing. */
export function displayNameOf(name: PersonName | null): string | null {
  if (name === null) return null;
  const parts = [filled(name.given), filled(name.family)].filter((part) => part !== null);
  return filled(name.formatted) ?? filled(parts.join(' '));
}
