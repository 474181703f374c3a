import { invalidData, invalidRequest } from '../api-error.ts';
import { userFilterRules } from '../filter/user-filter.ts';
import { bodyOf, textIn } from '../serve/body.ts';
import { represent } from '../serve/represent.ts';
import { recordChange } from '../serve/write-collection.ts';
import type { Row } from '../tenant.ts';
import type { World } from '../world.ts';
import { idOf } from '../world.ts';
import { endLock, lockAccount, shownAccount, unlockAccount, withCanAuthenticate } from './account.ts';
import { checkReference } from './checks.ts';
import { keepPassword } from './password-state.ts';
import type { Answer, Call, Collection, JsonObject } from './resource.ts';
import { JSON_TYPE, needsOf, VENDOR } from './resource.ts';

const IMPORT = `${VENDOR}user.import+json`;
/** Members that the documentation names; attributes of the tenant's own schema are added to them. */
const KNOWN =
  'username email emailVerified population enabled account lifecycle mfaEnabled lastSignOn identityProvider verifyStatus ' +
  'name address mobilePhone primaryPhone nickname title type locale preferredLanguage timezone photo externalId accountId password';

export const users: Collection = {
  kind: 'collection',
  path: '/environments/{environmentId}/users',
  id: 'userId',
  embedded: 'users',
  store: { kind: 'environment', name: 'users' },
  scope: 'population-of',
  verbs: ['list', 'read', 'create', 'replace', 'merge', 'remove'],
  needs: needsOf('identity', 'dir', 'user'),
  filter: userFilterRules,
  pageLimit: 200,
  links: [
    'population',
    'password',
    'devices',
    'roleAssignments',
    'memberOfGroups',
    'linkedAccounts',
    'sessions',
  ],
  shape: (row, call, inList) => {
    endLock(row, call);
    const account = shownAccount(row, call);
    const shown = account === row['account'] ? row : { ...row, account };
    if (!inList || call.world.settings.lastSignOnInLists || row['lastSignOn'] === undefined) return shown;
    const { lastSignOn: _unlisted, ...rest } = shown;
    return rest;
  },
  // A lock with an end says how long it lasts, by the clock.
  standsAlone: ({ account }, { world }) =>
    world.settings.lastSignOnInLists &&
    !(typeof account === 'object' && account !== null && 'unlockAt' in account),
  indexed: ['population.id', 'username', 'email', 'externalId'],
  include: {
    memberOfGroupIDs: (row, call) => [...call.world.memberships.groupsOf(row).keys()],
    memberOfGroupNames: (row, call) =>
      [...call.world.memberships.groupsOf(row).keys()].map((id) => call.world.find('groups', id)?.['name']),
  },
  expand: { population: populationOf, populations: populationOf },
  required: ['username'],
  readOnly: ['lastSignOn', 'emailVerified', 'memberOfGroupIDs', 'memberOfGroupNames', 'verifyStatus'],
  createOnly: ['population', 'password', 'identityProvider'],
  known: knownMembers,
  unique: ['username'],
  afterChange: withCanAuthenticate,
  createTypes: [JSON_TYPE, IMPORT],
  audit: 'USER',
  prepare,
  protectedMembers: (world) =>
    world.settings.patchChangesStatus
      ? ['account', 'lifecycle']
      : ['enabled', 'mfaEnabled', 'account', 'lifecycle'],
  beforeRemove: forgetUser,
  actions: {
    [`${VENDOR}account.lock+json`]: lock,
    [`${VENDOR}account.unlock+json`]: (row, call) => afterAction(row, call, unlockAccount(row), 'UNLOCKED'),
    [`${VENDOR}user.sendVerificationCode+json`]: (row, call) => afterAction(row, call, {}, 'UPDATED'),
    [`${VENDOR}user.verify+json`]: verify,
  },
};

function populationOf(row: Row, call: Call): unknown {
  return call.world.find('populations', idOf(row['population']) ?? '');
}

function knownMembers(world: World): ReadonlySet<string> {
  const known = new Set(KNOWN.split(' '));
  for (const attributes of world.tenant.children.get('schemas/attributes')?.values() ?? []) {
    for (const attribute of attributes.values()) known.add(String(attribute['name']));
  }
  return known;
}

function prepare(row: Row, call: Call): void {
  const { world } = call;
  const imported = call.contentType === IMPORT;
  const population = idOf(row['population']) ?? defaultPopulation(world);
  if (population === undefined || world.find('populations', population) === undefined) {
    throw invalidData({
      code: 'INVALID_VALUE',
      target: 'population.id',
      message: 'There is no such population.',
    });
  }
  const password: unknown = row['password'];
  delete row['password'];
  row['population'] = { id: population };
  row['enabled'] = row['enabled'] ?? true;
  row['account'] = { status: 'OK', canAuthenticate: true };
  row['lifecycle'] = imported && row['lifecycle'] !== undefined ? row['lifecycle'] : { status: 'ACCOUNT_OK' };
  row['mfaEnabled'] = imported ? row['mfaEnabled'] === true : mfaEnabledForNew(world);
  checkReference(call, 'identityProviders', row['identityProvider'], 'identityProvider');
  const provider = world.find('identityProviders', idOf(row['identityProvider']) ?? '');
  row['identityProvider'] =
    provider === undefined ? { type: 'PING_ONE' } : { id: provider.id, type: provider['type'] };
  row['verifyStatus'] = 'NOT_INITIATED';
  withCanAuthenticate(row);
  if (imported && password !== undefined) keepPassword(call, row, password);
  else world.setDetail('users/password', row.id, { status: 'NO_PASSWORD' });
}

function mfaEnabledForNew(world: World): boolean {
  const members = world.tenant.settings.get('mfaSettings')?.['users'];
  return typeof members === 'object' && members !== null && Reflect.get(members, 'mfaEnabled') === true;
}

function defaultPopulation(world: World): string | undefined {
  for (const population of world.tenant.collections.get('populations')?.values() ?? []) {
    if (population['default'] === true) return population.id;
  }
  return undefined;
}

function forgetUser(row: Row, call: Call): void {
  const { tenant } = call.world;
  for (const groupId of tenant.userGroups.get(row.id) ?? []) tenant.groupMembers.get(groupId)?.delete(row.id);
  tenant.userGroups.delete(row.id);
}

/** Refused once after the user's switch was set, where the setting says so. */
function lock(row: Row, call: Call): Answer {
  if (call.world.justSwitched.delete(row.id))
    throw invalidRequest(415, 'The content type is not supported here.');
  return afterAction(row, call, lockAccount(call), 'LOCKED');
}

/** A code was sent by mail; any but zeros counts as the right one here. */
function verify(row: Row, call: Call): Answer {
  const code = textIn(bodyOf(call), 'verificationCode');
  if (/^0+$/.test(code))
    throw invalidData({
      code: 'INVALID_VALUE',
      target: 'verificationCode',
      message: 'The code is not right.',
    });
  return afterAction(row, call, { lifecycle: { status: 'ACCOUNT_OK' }, emailVerified: true }, 'UPDATED');
}

function afterAction(row: Row, call: Call, changed: JsonObject, what: string): Answer {
  Object.assign(row, changed, { updatedAt: call.world.now() });
  call.world.changed(row);
  recordChange(users, row, call, what);
  return {
    status: 200,
    body: represent(users, row, call, call.path.slice(0, call.path.lastIndexOf('/')), false),
  };
}
