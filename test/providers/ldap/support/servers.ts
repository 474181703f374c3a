import { afterAll, beforeAll, describe } from 'vitest';
import { sambaMissing, startSamba, type TestSamba } from '../../../support/samba.ts';
import { slapdPrograms, startSlapd, type TestSlapd } from '../../../support/slapd.ts';
import { slapdPeople } from './ldap-people.ts';
import { domainPeople } from './domain-people.ts';

/** Tests against a real OpenLDAP. Where it is not installed, they say so. */
export function describeSlapd(what: string, tests: (slapd: () => TestSlapd) => void): void {
  if (slapdPrograms === null)
    process.stderr.write(
      `skipped: ${what} on OpenLDAP, which is not installed (slapd and ldap-utils not found)\n`,
    );
  describe.skipIf(slapdPrograms === null)(`${what} on OpenLDAP`, () => {
    let slapd: TestSlapd | undefined;
    beforeAll(async () => {
      slapd = await startSlapd({ ldif: slapdPeople() });
    });
    afterAll(async () => await slapd?.stop());
    tests(() => given(slapd));
  });
}

/** Tests against a real Active Directory. Making a domain takes seconds: all of them share one. */
export function describeSamba(what: string, tests: (samba: () => TestSamba) => void): void {
  if (sambaMissing !== null)
    process.stderr.write(`skipped: ${what} on Samba, which cannot be started here (${sambaMissing})\n`);
  describe.skipIf(sambaMissing !== null)(`${what} on Samba`, () => {
    let samba: TestSamba | undefined;
    beforeAll(async () => {
      samba = await startSamba();
      samba.add(domainPeople());
    });
    afterAll(async () => await samba?.stop());
    tests(() => given(samba));
  });
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Expected to be asked within a test.');
  return value;
}
