const BASE = 'dc=example,dc=test';

/** 64 people, `user00` to `user63`, and the groups of the tests. */
export const SLAPD_PEOPLE = 64;

export function personDn(index: number): string {
  return `uid=${uidOf(index)},ou=people,${BASE}`;
}

export function uidOf(index: number): string {
  return `user${String(index).padStart(2, '0')}`;
}

export function groupDn(name: string): string {
  return `cn=${name},ou=groups,${BASE}`;
}

export function slapdPeople(): string {
  const people = Array.from({ length: SLAPD_PEOPLE }, (_, index) =>
    [
      `dn: ${personDn(index)}`,
      'objectClass: inetOrgPerson',
      `uid: ${uidOf(index)}`,
      `cn: Person ${index}`,
      `sn: Family${index}`,
      `givenName: Given${index}`,
      `mail: ${uidOf(index)}@example.test`,
      ...(index % 5 === 0 ? [`mail: ${uidOf(index)}.alias@example.test`] : []),
      ...(index % 2 === 0 ? [`employeeNumber: ${1000 + index}`] : []),
      'userPassword: Passw0rd!1',
      '',
    ].join('\n'),
  );
  const groups = [
    group(
      'everyone',
      Array.from({ length: SLAPD_PEOPLE - 2 }, (_, index) => index),
      [personDn(9)],
    ),
    group('engineering', [1, 2], [personDn(1), personDn(2)]),
    group('admins', [3, 4], [groupDn('engineering')]),
    // Nobody looks after links to entries that are gone.
    group('alone', [5], [`uid=gone,ou=people,${BASE}`]),
    `dn: ${groupDn('unique')}\nobjectClass: groupOfUniqueNames\ncn: unique\nuniqueMember: ${personDn(6)}\n`,
    `dn: ${groupDn('posix')}\nobjectClass: posixGroup\ncn: posix\ngidNumber: 7000\nmemberUid: ${uidOf(7)}\n`,
  ];
  // More groups than one page of the server holds.
  const many = Array.from({ length: 24 }, (_, index) => group(`team${index}`, [index]));
  return [...people, ...groups, ...many].join('\n');
}

function group(name: string, members: readonly number[], owners: readonly string[] = []): string {
  const links = [
    ...members.map((index) => `member: ${personDn(index)}\n`),
    ...owners.map((dn) => `owner: ${dn}\n`),
  ];
  return `dn: ${groupDn(name)}\nobjectClass: groupOfNames\ncn: ${name}\n${links.join('')}`;
}
