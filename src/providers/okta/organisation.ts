import type { DirectoryProfile } from '../../model/directory.ts';
import { type OktaSettings, organisationOf } from './settings.ts';

/** What is known of the organisation without asking it: its own record takes a right that nothing else here needs. */
export function profileOf(settings: OktaSettings): DirectoryProfile {
  const name = organisationOf(settings);
  return {
    name,
    region: null,
    // Okta keeps organisations for trying things out under a domain of their own.
    type: name.endsWith('.oktapreview.com') ? 'SANDBOX' : null,
    status: null,
    organizationId: null,
    licenseId: null,
    purpose: 'UNKNOWN',
    products: [],
    mfaKeptElsewhere: settings.factorsMayBeHidden,
    createdAt: null,
  };
}
