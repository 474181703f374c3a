import { describeSlapd } from '../../providers/ldap/support/servers.ts';
import { openLdap } from './ldap-stage.ts';
import { noFaultClaimsAnything } from './property.ts';

describeSlapd('Findings under faults', (slapd) => {
  noFaultClaimsAnything('LDAP', 8, async () => await openLdap(slapd()));
});
