import { notFound } from '../api-error.ts';
import { ENVIRONMENT_FILTER } from '../filter/filter-rules.ts';
import { openEnvironment } from '../further-environment.ts';
import { textIn, valueAt } from '../serve/body.ts';
import { recordChange } from '../serve/write-collection.ts';
import type { Row } from '../tenant.ts';
import { idOf } from '../world.ts';
import { invalidValue } from './checks.ts';
import { grantToCreator } from './creator-grants.ts';
import type { Call, Collection, JsonObject } from './resource.ts';
import { needsOf } from './resource.ts';

const REGIONS = ['NA', 'CA', 'EU', 'AU', 'SG', 'AP'];
const TYPES = ['PRODUCTION', 'SANDBOX'];
const PENDING_MS = 30 * 86_400_000;

/** The organization's environments. A new one opens for reads and writes of its own; there are two kinds of removal. */
export const environments: Collection = {
  kind: 'collection',
  path: '/environments',
  id: 'environmentId',
  embedded: 'environments',
  store: { kind: 'platform', name: 'environments' },
  scope: 'open',
  verbs: ['list', 'read', 'create', 'replace', 'remove'],
  needs: needsOf('organization', 'orgmgt', 'environment'),
  filter: ENVIRONMENT_FILTER,
  expand: {
    billOfMaterials: (row, call) => call.world.inEnvironment(row.id)?.tenant.settings.get('billOfMaterials'),
  },
  required: ['name', 'region', 'type', 'license.id'],
  readOnly: ['organization', 'status', 'softDeletedAt', 'hardDeletedAllowedAt'],
  createOnly: ['region', 'type', 'billOfMaterials'],
  unique: ['name'],
  audit: 'ENVIRONMENT',
  prepare: (row, call) => {
    check(row, call);
    row['organization'] = { id: call.world.tenant.organizationId };
    row['status'] = 'ACTIVE';
  },
  beforeChange: (row, body, call) => check({ ...body, region: row['region'], type: row['type'] }, call),
  afterCreate: (row, call) => {
    const world = openEnvironment(call.world.home, row.id);
    const { billOfMaterials } = row;
    delete row['billOfMaterials'];
    if (typeof billOfMaterials === 'object' && billOfMaterials !== null)
      world.tenant.settings.set('billOfMaterials', { ...billOfMaterials });
    grantToCreator(call, ['Environment Admin', 'Identity Data Admin', 'Client Application Developer'], {
      id: row.id,
      type: 'ENVIRONMENT',
    });
  },
  remove: (call) => {
    const { home } = call.world;
    const rows = home.rows(environments.store);
    const row = rows.get(call.params['environmentId'] ?? '');
    if (row === undefined) throw notFound();
    recordChange(environments, row, { ...call, world: home }, 'DELETED');
    if (row['type'] === 'PRODUCTION') {
      // A production environment waits for thirty days in which it can be had back.
      row['status'] = 'DELETE_PENDING';
      row['softDeletedAt'] = home.now();
      row['hardDeletedAllowedAt'] = new Date(home.clock() + PENDING_MS).toISOString();
    } else {
      rows.delete(row.id);
      home.environments.delete(row.id);
    }
    home.touch();
    return { status: 204 };
  },
};

function check(environment: JsonObject | Row, call: Call): void {
  const type = textIn(environment, 'type');
  if (!TYPES.includes(type)) throw invalidValue('type', 'Expected PRODUCTION or SANDBOX.', TYPES);
  const region = textIn(environment, 'region');
  if (!REGIONS.includes(region)) throw invalidValue('region', 'Expected a known region.', REGIONS);
  const licenses = call.world.rows({ kind: 'platform', name: 'licenses' });
  if (!licenses.has(idOf(valueAt(environment, 'license')) ?? ''))
    throw invalidValue('license.id', 'There is no such licence.');
}
