import { describeSlapd } from '../providers/ldap/support/servers.ts';
import { openSlapdStage } from './ldap-stage.ts';
import { describeProvider } from './provider.ts';

describeSlapd('The contract', (slapd) => {
  describeProvider('OpenLDAP', async () => await openSlapdStage(slapd()));
});
