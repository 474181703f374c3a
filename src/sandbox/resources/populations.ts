import { POPULATION_FILTER } from '../filter/filter-rules.ts';
import { recordChange } from '../serve/write-collection.ts';
import { bodyOf } from '../serve/body.ts';
import type { Row } from '../tenant.ts';
import { checkReference, constraint, keepOneDefault, refuseDefault, requireObject } from './checks.ts';
import { grantToCreator } from './creator-grants.ts';
import type { Call, Collection, Single } from './resource.ts';
import { JSON_TYPE, needsOf } from './resource.ts';

export const populations: Collection = {
  kind: 'collection',
  path: '/environments/{environmentId}/populations',
  id: 'populationId',
  embedded: 'populations',
  store: { kind: 'environment', name: 'populations' },
  scope: 'population',
  verbs: ['list', 'read', 'create', 'replace', 'remove'],
  needs: needsOf('identity', 'dir', 'population'),
  filter: POPULATION_FILTER,
  pageLimit: 1000,
  shape: (row, call) => ({ ...row, userCount: call.world.usersIn(row.id) }),
  required: ['name'],
  readOnly: ['userCount'],
  unique: ['name'],
  audit: 'POPULATION',
  prepare: (row, call) => {
    checkReference(call, 'passwordPolicies', row['passwordPolicy'], 'passwordPolicy');
  },
  afterCreate: (row, call) =>
    grantToCreator(call, ['Identity Data Admin'], { id: row.id, type: 'POPULATION' }),
  beforeChange: (_row, body, call) => {
    checkReference(call, 'passwordPolicies', body['passwordPolicy'], 'passwordPolicy');
  },
  ...keepOneDefault('populations'),
  beforeRemove: (row, call) => {
    if (call.world.rows(populations.store).size === 1)
      throw constraint('id', 'The last population cannot be deleted.');
    if (call.world.usersIn(row.id) > 0)
      throw constraint('id', 'A population that has users cannot be deleted.');
    refuseDefault(row);
  },
};

/** Where a population signs on; `PING_ONE` until another one is set. */
export const populationIdentityProvider: Single = {
  kind: 'single',
  path: `${populations.path}/{populationId}/defaultIdentityProvider`,
  within: { collection: 'populations', param: 'populationId', scope: 'population' },
  needs: populations.needs,
  read: (call, population) => call.world.detail(PROVIDER, population.id) ?? { type: 'PING_ONE' },
  replace: { [JSON_TYPE]: setProvider },
};

const PROVIDER = 'populations/defaultIdentityProvider';

/** Without an id, or for the type PING_ONE, people sign on at PingOne again. */
function setProvider(call: Call, population: Row) {
  const { id } = bodyOf(call);
  const provider =
    id === undefined || id === null ? undefined : requireObject(call, 'identityProviders', id, 'id');
  const body = provider === undefined ? { type: 'PING_ONE' } : { id: provider.id, type: provider['type'] };
  call.world.setDetail(PROVIDER, population.id, body);
  recordChange(populations, population, call, 'UPDATED');
  return { status: 200, body };
}
