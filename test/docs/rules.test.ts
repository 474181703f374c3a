import { describe, expect, it } from 'vitest';
import { rules } from '../../src/findings/index.ts';
import { membersOfSome } from '../../src/findings/provider-marks.ts';
import { needsOf } from '../../src/findings/rule-needs.ts';
import { rulesPage } from '../../src/findings/rules-page.ts';
import type { ProviderKind } from '../../src/model/directory.ts';
import { list, read } from './documents.ts';

const folders: Readonly<Record<ProviderKind, string>> = {
  PINGONE: 'pingone',
  OKTA: 'okta',
  ENTRA_ID: 'entra-id',
  GOOGLE_WORKSPACE: 'google-workspace',
  SCIM: 'scim',
  LDAP: 'ldap',
  KEYCLOAK: 'keycloak',
};

/** Whether a provider's own mapping sets a member to something else than nothing. */
function sets(kind: ProviderKind, row: string, member: string): boolean {
  const folder = `src/providers/${folders[kind]}`;
  const file = row === 'user' ? /(^|\/)user(-state)?\.ts$/ : /(^|\/)application\.ts$/;
  return list(folder)
    .filter((name) => file.test(name))
    .some((name) =>
      new RegExp(`^\\s+${member}(?!: (?:null|\\[\\]),)[:,]`, 'm').test(read(`${folder}/${name}`)),
    );
}

const needsIn = async (id: string) => {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`No rule ${id}.`);
  return await needsOf(rule);
};

describe('docs/rules.md', () => {
  it('has the rules, their thresholds and the providers as the code has them; `npm run codegen` writes it', async () => {
    const page = await rulesPage();
    expect(read('docs/rules.md')).toBe(page);
    for (const { id } of rules) expect(page).toContain(`### \`${id}\``);
  });

  it.each(Object.entries(membersOfSome))('knows who fills %s', (name, kinds) => {
    const [row = '', member = ''] = name.split('.');
    const filling = (Object.keys(folders) as ProviderKind[]).filter((kind) => sets(kind, row, member));
    expect(filling.toSorted()).toEqual([...kinds].toSorted());
  });

  it('knows what a rule looks at', async () => {
    const inactive = await needsIn('stale::user_inactive');
    expect([...inactive.reads]).toEqual([]);
    expect(inactive.members).toContain('user.lastSignOn');
    const admin = await needsIn('admin::admin_without_factor');
    expect([...admin.reads]).toEqual(expect.arrayContaining(['userRoleAssignments', 'devices']));
    expect((await needsIn('app::implicit_grant')).members).toContain('oidc.grantTypes');
  });
});
