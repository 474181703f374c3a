import { openSambaStage } from '../../contract/ldap-stage.ts';
import { describeProvider } from '../../contract/provider.ts';
import { describeAccountTraps } from './support/domain-account-traps.ts';
import { describeGroupTraps } from './support/domain-group-traps.ts';
import { describeListTraps } from './support/domain-list-traps.ts';
import { domainTools } from './support/domain-tools.ts';
import { describeSamba } from './support/servers.ts';

// One file, so that one domain is made.
describeSamba('Active Directory', (samba) => {
  describeProvider('Active Directory', async () => await openSambaStage(samba()));
  const tools = domainTools(samba);
  describeAccountTraps(tools);
  describeListTraps(tools);
  describeGroupTraps(tools);
});
