import type { User } from '../../model/user.ts';
import { mailKey } from './contact.ts';
import { realSourceId } from './source-id.ts';

/** Whether two accounts of one directory certainly belong to one person: the same source id, or the same address. */
export function samePerson(one: User, other: User): boolean {
  const sourceId = realSourceId(one.sourceId);
  if (sourceId !== null && sourceId === realSourceId(other.sourceId)) return true;
  const mail = one.email === null ? null : mailKey(one.email);
  return mail !== null && other.email !== null && mail === mailKey(other.email);
}
