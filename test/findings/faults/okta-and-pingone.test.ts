import { oktaPeopleOf } from '../../../src/sandbox/peers/overlap.ts';
import { openOkta } from './okta-stage.ts';
import { openPingOne } from './pingone-stage.ts';
import { noFaultOfOneClaimsAnything } from './two-directories.ts';

noFaultOfOneClaimsAnything('Okta, and PingOne with the same people', 6, async () => {
  const other = await openPingOne();
  const primary = await openOkta(oktaPeopleOf(other.sandbox.tenant));
  const present = ['ping_identity::offboarded_user_active', 'ping_identity::user_not_in_idp'];
  return { primary, other, present };
});
