import { ORGANIZATION_FILTER } from '../filter/filter-rules.ts';
import { newMfaSettings } from '../further-environment.ts';
import { bodyOf, requireMembers, valueAt } from '../serve/body.ts';
import { recordChange } from '../serve/write-collection.ts';
import { environments } from './environments.ts';
import type { Call, Collection, JsonObject, Single } from './resource.ts';
import { JSON_TYPE, needsOf, readUpdateNeeds } from './resource.ts';

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
  rows: (call) => {
    const rows = [...call.world.rows(licenses.store).values()];
    const order = call.query.get('order');
    if (order !== 'beginsAt' && order !== '-beginsAt') return rows;
    const sorted = rows.toSorted((one, other) =>
      String(one['beginsAt']).localeCompare(String(other['beginsAt'])),
    );
    return order === 'beginsAt' ? sorted : sorted.toReversed();
  },
  audit: 'LICENSE',
};

/** Objects that an environment has once. */
export const settingObjects: readonly Single[] = [
  {
    ...setting('mfaSettings', ['pairing.maxAllowedDevices', 'pairing.pairingKeyFormat']),
    remove: (call) => {
      call.world.tenant.settings.set('mfaSettings', { ...newMfaSettings(), updatedAt: call.world.now() });
      recordSetting('mfaSettings', call, 'DELETED');
      return { status: 204 };
    },
  },
  setting('adminConfig', ['mfaStatus', 'authenticationMethod', 'recovery']),
  { ...setting('billOfMaterials', ['products']), needs: environments.needs },
  capabilities('/environments/{environmentId}'),
  capabilities('/organizations/{organizationId}'),
];

const READ_ONLY = new Set(['environment', 'createdAt', 'updatedAt', 'hasFido2Capabilities', 'isPingIDInBOM']);

function setting(name: string, required: readonly string[]): Single {
  const read = (call: Call): JsonObject => call.world.tenant.settings.get(name) ?? {};
  return {
    kind: 'single',
    path: `/environments/{environmentId}/${name}`,
    needs: settingNeeds,
    read,
    replace: {
      [JSON_TYPE]: (call) => {
        const body = bodyOf(call);
        requireMembers(body, required);
        const kept = Object.entries(read(call)).filter(([member]) => READ_ONLY.has(member));
        const given = Object.entries(body).filter(
          ([member, value]) => !READ_ONLY.has(member) && !member.startsWith('_') && value !== null,
        );
        const next = { ...Object.fromEntries([...kept, ...given]), updatedAt: call.world.now() };
        call.world.tenant.settings.set(name, next);
        recordSetting(name, call, 'UPDATED');
        return { status: 200, body: read(call) };
      },
    },
  };
}

function recordSetting(name: string, call: Call, what: string): void {
  call.world.touch();
  recordChange({ audit: name.replaceAll(/[A-Z]/g, '_$&').toUpperCase() }, { id: name, name }, call, what);
}

/** What the licence lets an environment or organization do. The names of the members are not published; these follow the licence's own. */
function capabilities(path: string): Single {
  return {
    kind: 'single',
    path: `${path}/capabilities`,
    needs: environments.needs,
    read: (call) => ({
      canUseIdentities: true,
      canUseMfa: productsOf(call).includes('PING_ONE_MFA'),
      canUseVerify: productsOf(call).includes('PING_ONE_VERIFY'),
      canUseDaVinci: productsOf(call).includes('PING_ONE_DAVINCI'),
      canUseProvisioning: productsOf(call).includes('PING_ONE_PROVISIONING'),
    }),
  };
}

function productsOf({ world }: Call): readonly unknown[] {
  const products = world.tenant.settings.get('billOfMaterials')?.['products'];
  return Array.isArray(products) ? products.map((one: unknown) => valueAt(one, 'type')) : [];
}
