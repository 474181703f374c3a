import { connectLdap } from '../../src/providers/ldap/connect.ts';
import { groupDn, SLAPD_PEOPLE, uidOf } from '../providers/ldap/support/ldap-people.ts';
import {
  accountOf,
  DOMAIN_PEOPLE,
  groupDn as domainGroupDn,
} from '../providers/ldap/support/domain-people.ts';
import { settingsForSamba, settingsForSlapd } from '../providers/ldap/support/connect.ts';
import { startLdapProxy, type ProxyMode } from '../support/ldap-proxy.ts';
import { guidIn, type LdifEntry, textIn } from '../support/ldif.ts';
import type { TestSamba } from '../support/samba.ts';
import type { TestSlapd } from '../support/slapd.ts';
import type { Failure, ProviderStage } from './stage.ts';

const modes: Readonly<Record<Exclude<Failure, 'FORBIDDEN'>, ProxyMode>> = {
  FAULT: 'FAULT',
  RESET: 'RESET',
  GARBAGE: 'GARBAGE',
  SILENT: 'SILENT',
};

/** People in a real OpenLDAP, behind a proxy that can break things. */
export async function openSlapdStage(slapd: TestSlapd): Promise<ProviderStage> {
  const proxy = await startLdapProxy({ host: '127.0.0.1', port: slapd.port });
  let writes = 0;
  const provider = connectLdap(
    settingsForSlapd(slapd, {
      flavour: 'openldap',
      endpoint: { host: proxy.host, port: proxy.port, security: 'plain' },
      privilegedGroups: [groupDn('admins')],
    }),
    { onExchange: ({ method }) => (writes += method === 'GET' ? 0 : 1) },
  );
  const people = slapd.search('(objectClass=inetOrgPerson)');
  const groups = slapd.search(
    '(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))',
  );
  const person = (index: number): string =>
    idOf(people.find((entry) => textIn(entry, 'uid') === uidOf(index)) ?? missing());
  const group = (name: string): string =>
    idOf(groups.find((entry) => textIn(entry, 'cn') === name) ?? missing());
  let refused = false;
  const refuse = (wanted: boolean): void => {
    if (wanted === refused) return;
    refused = wanted;
    const change = wanted ? 'replace: pwdReset\npwdReset: TRUE\n' : 'delete: pwdReset\n';
    slapd.modify(`dn: ${slapd.gateway.name}\nchangetype: modify\n${change}`);
    proxy.drop();
  };
  return {
    provider,
    truth: {
      users: people.map(idOf),
      groups: groups.map(idOf),
      members: new Map([
        [group('everyone'), Array.from({ length: SLAPD_PEOPLE - 2 }, (_, index) => person(index))],
        [group('posix'), [person(7)]],
      ]),
      someone: { id: person(9), username: uidOf(9), email: `${uidOf(9)}@example.test` },
      joinable: group('engineering'),
      administrator: { userId: person(3), roleId: group('admins') },
    },
    pageSize: 20,
    failures: ['FORBIDDEN', 'FAULT', 'RESET', 'GARBAGE', 'SILENT'],
    fail: (how) => {
      refuse(how === 'FORBIDDEN');
      proxy.mode = how === null || how === 'FORBIDDEN' ? 'PASS' : modes[how];
    },
    writes: () => writes,
    close: async () => {
      refuse(false);
      await provider.close();
      await proxy.close();
    },
  };
}

/** People in a real Active Directory, behind a proxy that can break connections. */
export async function openSambaStage(samba: TestSamba): Promise<ProviderStage> {
  const proxy = await startLdapProxy({ host: samba.host, port: samba.tlsPort });
  let writes = 0;
  const provider = connectLdap(
    settingsForSamba(samba, {
      flavour: 'active-directory',
      endpoint: { host: proxy.host, port: proxy.port, security: 'tls', ca: samba.certificates.ca },
    }),
    { onExchange: ({ method }) => (writes += method === 'GET' ? 0 : 1) },
  );
  const people = samba.search(
    '(&(objectClass=user)(!(objectClass=computer)))',
    ['objectGUID', 'sAMAccountName'],
    true,
  );
  const groups = samba.search('(objectClass=group)', ['objectGUID', 'cn', 'objectSid']);
  const person = (index: number): string =>
    guidIn(people.find((entry) => textIn(entry, 'sAMAccountName') === accountOf(index)) ?? missing());
  const group = (dn: string): LdifEntry => groups.find((entry) => entry.dn === dn) ?? missing();
  const admins = group('CN=Domain Admins,CN=Users,DC=example,DC=test');
  return {
    provider,
    truth: {
      users: people.map(guidIn),
      groups: groups.map(guidIn),
      members: new Map([
        [
          guidIn(group(domainGroupDn('big'))),
          Array.from({ length: DOMAIN_PEOPLE }, (_, index) => person(index)),
        ],
        [guidIn(group(domainGroupDn('outer'))), [person(10), person(11), person(12)]],
      ]),
      someone: {
        id: person(9),
        username: `${accountOf(9)}@example.test`,
        email: `${accountOf(9)}@example.test`,
      },
      joinable: guidIn(group(domainGroupDn('vpn'))),
      administrator: { userId: person(3), roleId: sidIn(admins) },
    },
    pageSize: 20,
    failures: ['RESET', 'GARBAGE', 'SILENT'],
    fail: (how) => {
      proxy.mode = how === null || how === 'FORBIDDEN' ? 'PASS' : modes[how];
    },
    writes: () => writes,
    close: async () => {
      await provider.close();
      await proxy.close();
    },
  };
}

function idOf(entry: LdifEntry): string {
  return textIn(entry, 'entryUUID') ?? '';
}

function sidIn(entry: LdifEntry): string {
  const bytes = entry.values.get('objectsid')?.[0] ?? Buffer.alloc(0);
  const parts = Array.from({ length: bytes[1] ?? 0 }, (_, index) => bytes.readUInt32LE(8 + 4 * index));
  return ['S-1', bytes[7], ...parts].join('-');
}

function missing(): never {
  throw new Error('Expected an entry of the tests, found none.');
}
