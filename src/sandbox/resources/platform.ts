import { ENVIRONMENT_FILTER, ORGANIZATION_FILTER } from '../filter/filter-rules.ts';
import { bodyOf } from '../serve/body.ts';
import type { Call, Collection, JsonObject, Single } from './resource.ts';
import { JSON_TYPE, needsOf, readUpdateNeeds } from './resource.ts';

const environmentNeeds = needsOf('organization', 'orgmgt', 'environment');
const settingNeeds = readUpdateNeeds('configuration', 'admin', 'config');

export const organizations: Collection = {
  kind: 'collection',
  path: '/organizations',
  id: 'organizationId',
  embedded: 'organizations',
  store: { kind: 'platform', name: 'organizations' },
  scope: 'open',
  verbs: ['list', 'read'],
  needs: needsOf('organization', 'orgmgt', 'organization'),
  filter: ORGANIZATION_FILTER,
  audit: 'ORGANIZATION',
};

export const licenses: Collection = {
  ...organizations,
  path: '/organizations/{organizationId}/licenses',
  id: 'licenseId',
  embedded: 'licenses',
  store: { kind: 'platform', name: 'licenses' },
  needs: needsOf('organization', 'licensing', 'license'),
  filter: { attributes: { beginsAt: ['lt'] } },
  audit: 'LICENSE',
};

export const environments: Collection = {
  ...organizations,
  path: '/environments',
  id: 'environmentId',
  embedded: 'environments',
  store: { kind: 'platform', name: 'environments' },
  needs: environmentNeeds,
  filter: ENVIRONMENT_FILTER,
  expand: { billOfMaterials: (_row, call) => settingOf(call, 'billOfMaterials') },
  audit: 'ENVIRONMENT',
};

/** Objects that an environment has once. */
export const settingObjects: readonly Single[] = [
  setting('mfaSettings', true),
  setting('adminConfig', false),
  setting('billOfMaterials', false),
];

function setting(name: string, writable: boolean): Single {
  const read = (call: Call) => settingOf(call, name);
  const single: Single = {
    kind: 'single',
    path: `/environments/{environmentId}/${name}`,
    needs: name === 'billOfMaterials' ? environmentNeeds : settingNeeds,
    read,
  };
  if (!writable) return single;
  return {
    ...single,
    replace: {
      [JSON_TYPE]: (call) => {
        call.world.tenant.settings.set(name, { ...bodyOf(call), updatedAt: call.world.now() });
        call.world.touch();
        return { status: 200, body: read(call) };
      },
    },
  };
}

function settingOf(call: Call, name: string): JsonObject {
  return call.world.tenant.settings.get(name) ?? {};
}
