import { type DirectoryConfig, kindByProvider } from './directory-kinds.ts';
import type { ProblemList } from './problems.ts';

/** What each kind of directory is one of. */
const instances: Readonly<Record<DirectoryConfig['provider'], string>> = {
  PINGONE: 'an environment',
  OKTA: 'an organisation',
  ENTRA_ID: 'a tenant',
  GOOGLE_WORKSPACE: 'an account',
  SCIM: 'a service',
  LDAP: 'a base',
  KEYCLOAK: 'a realm',
};

/** Notes directories that are one and the same. */
export function checkSamePlace(directories: readonly DirectoryConfig[], problems: ProblemList): void {
  const first = new Map<string, string>();
  for (const directory of directories) {
    const { key, provider } = directory;
    const { setting, address } = kindByProvider(provider).place(directory);
    const place = `${provider} ${address}`;
    const other = first.get(place);
    if (other === undefined) {
      first.set(place, key);
      continue;
    }
    problems.add({
      setting: `directories.${key}.${setting}`,
      expected: `${instances[provider]} of its own for each directory`,
      received: `the one of directories.${other}`,
      hint: 'Everybody in it would appear twice.',
    });
  }
}
