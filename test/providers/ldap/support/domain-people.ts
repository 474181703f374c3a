/** People of the tests' domain: `u00` to `u63`, and the groups that the tests stand on. */
export const DOMAIN_PEOPLE = 64;

const BASE = 'DC=example,DC=test';
const PEOPLE = `OU=People,${BASE}`;
const GROUPS = `OU=Groups,${BASE}`;

export function accountOf(index: number): string {
  return `u${String(index).padStart(2, '0')}`;
}

export function userDn(index: number): string {
  return `CN=Person ${index},${PEOPLE}`;
}

export function groupDn(name: string): string {
  return `CN=${name},${GROUPS}`;
}

const WITH_PASSWORD = 24;

export const USER_PASSWORD = 'Passw0rd!1';

/** `big` holds all people; `inner` is in `outer`; `nested-admins` is in Domain Admins, with the tenth of them. */
export function domainPeople(): string {
  const password = Buffer.from(`"${USER_PASSWORD}"`, 'utf16le').toString('base64');
  const people = Array.from({ length: DOMAIN_PEOPLE }, (_, index) =>
    [
      `dn: ${userDn(index)}`,
      'objectClass: user',
      `sAMAccountName: ${accountOf(index)}`,
      `userPrincipalName: ${accountOf(index)}@example.test`,
      `mail: ${accountOf(index)}@example.test`,
      `displayName: Person ${index}`,
      `givenName: Given${index}`,
      `sn: Family${index}`,
      ...(index % 2 === 0 ? [`employeeID: ${1000 + index}`] : []),
      ...(index % 5 === 0 ? [`proxyAddresses: SMTP:${accountOf(index)}@example.test`] : []),
      ...(index % 5 === 0 ? [`proxyAddresses: smtp:${accountOf(index)}.alias@example.test`] : []),
      // A password takes the server its time; accounts that none is asked of may do without (bit 0x20).
      ...(index < WITH_PASSWORD
        ? [`unicodePwd:: ${password}`, 'userAccountControl: 512']
        : ['userAccountControl: 544']),
      '',
    ].join('\n'),
  );
  const everyone = Array.from({ length: DOMAIN_PEOPLE }, (_, index) => index);
  return [
    `dn: ${PEOPLE}\nobjectClass: organizationalUnit\n`,
    `dn: ${GROUPS}\nobjectClass: organizationalUnit\n`,
    ...people,
    group('big', everyone.map(userDn)),
    group('vpn', []),
    group('inner', [userDn(10), userDn(11)], userDn(12)),
    group('outer', [groupDn('inner'), userDn(12)]),
    group('nested-admins', [userDn(20)]),
    change('CN=Domain Admins,CN=Users', [groupDn('nested-admins'), userDn(3)]),
    change('CN=Account Operators,CN=Builtin', [userDn(21)]),
  ].join('\n');
}

function group(name: string, members: readonly string[], managedBy?: string): string {
  return `dn: ${groupDn(name)}\nobjectClass: group\nsAMAccountName: ${name}\n${managedBy === undefined ? '' : `managedBy: ${managedBy}\n`}${members.map((dn) => `member: ${dn}\n`).join('')}`;
}

function change(name: string, members: readonly string[]): string {
  return `dn: ${name},${BASE}\nchangetype: modify\nadd: member\n${members.map((dn) => `member: ${dn}\n`).join('')}-\n`;
}
