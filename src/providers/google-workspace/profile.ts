import type { DirectoryProfile } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import type { Answer } from '../rest-api.ts';
import { text } from '../rows.ts';
import type { GoogleApis } from './google-apis.ts';

/** The administrator as whom the service account acts. */
export async function readAdministrator(
  { settings, readUsers }: GoogleApis,
  context: CallContext,
): Promise<Answer> {
  return await readUsers.read('/users/{userKey}', { userKey: settings.adminEmail }, context);
}

/** Google's own record of the customer needs one more scope; the administrator's row names it too. */
export async function readProfile(apis: GoogleApis, context: CallContext): Promise<DirectoryProfile> {
  const { members } = await readAdministrator(apis, context);
  return {
    name: domainOf(apis.settings.adminEmail),
    region: null,
    type: null,
    status: null,
    organizationId: text(members, 'customerId'),
    licenseId: null,
    purpose: 'WORKFORCE',
    products: [],
    mfaKeptElsewhere: false,
    createdAt: null,
  };
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}
