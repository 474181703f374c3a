import type { DirectoryProfile } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { flag, text } from '../rows.ts';
import type { RealmApi } from './realm-api.ts';

/** What a realm says of itself. Whom it is for it does not. */
export async function readProfile(api: RealmApi, context: CallContext): Promise<DirectoryProfile> {
  const { members } = await api.read('', {}, context);
  const enabled = flag(members, 'enabled');
  const displayName = text(members, 'displayName');
  return {
    name: displayName === null || displayName === '' ? api.settings.realm : displayName,
    region: null,
    type: null,
    status: enabled === null ? null : enabled ? 'ENABLED' : 'DISABLED',
    organizationId: text(members, 'id'),
    licenseId: null,
    purpose: 'UNKNOWN',
    products: [],
    mfaKeptElsewhere: false,
    createdAt: null,
  };
}
