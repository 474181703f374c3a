import { randomInt } from 'node:crypto';
import { valueAt } from '../serve/body.ts';
import { idOf } from '../world.ts';
import { checkReference, invalidValue, requireObject } from './checks.ts';
import type { Call, Collection } from './resource.ts';
import { needsOf, USER } from './resource.ts';
import { users } from './users.ts';

const LIFETIME_MS = 48 * 3_600_000;
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** With which a person pairs an application on a mobile device. There is no list of them. */
export const pairingKeys: Collection = {
  kind: 'collection',
  path: `${users.path}/{userId}/pairingKeys`,
  id: 'pairingKeyId',
  embedded: 'pairingKeys',
  store: { kind: 'child', parent: 'users', name: 'pairingKeys' },
  within: USER,
  scope: 'open',
  verbs: ['read', 'create', 'remove'],
  needs: { ...needsOf('identity', 'mfa', 'device'), read: users.needs.read },
  required: ['applications'],
  readOnly: ['code', 'status', 'expiresAt', 'user'],
  audit: 'PAIRING_KEY',
  prepare: (row, call) => {
    const { applications } = row;
    if (!Array.isArray(applications) || applications.length === 0)
      throw invalidValue('applications', 'Expected a list of applications that is not empty.');
    for (const one of applications) requireObject(call, 'applications', idOf(one), 'applications.id');
    checkReference(call, 'deviceAuthenticationPolicies', row['policy'], 'policy');
    row['code'] = codeFor(call);
    row['status'] = 'UNCLAIMED';
    row['user'] = { id: call.params['userId'] };
    row['expiresAt'] = new Date(call.world.clock() + LIFETIME_MS).toISOString();
  },
  shape: (row, { world }) =>
    row['status'] === 'UNCLAIMED' && Date.parse(String(row['expiresAt'])) <= world.clock()
      ? { ...row, status: 'EXPIRED' }
      : row,
};

/** Twelve digits, or fourteen letters and digits, by the environment's `pairingKeyFormat`. */
function codeFor({ world }: Call): string {
  const format = valueAt(world.tenant.settings.get('mfaSettings'), 'pairing.pairingKeyFormat');
  if (format === 'NUMERIC') return Array.from({ length: 12 }, () => randomInt(10)).join('');
  return Array.from({ length: 14 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
