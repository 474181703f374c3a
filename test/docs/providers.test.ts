import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { EVERY_KIND } from '../../src/config/directory-kinds.ts';
import { providersPage } from '../../src/providers/providers-page.ts';
import { documentsIn, fenced, quoted, read, section, tableRows } from './documents.ts';

const peers = EVERY_KIND.filter(({ provider }) => provider !== 'PINGONE');
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** What the files that a fragment names hold, by the ends of their names. */
function fileOf(path: string, yaml: string): { readonly text: string } {
  if (path.endsWith('.yaml')) return { text: yaml };
  if (path.endsWith('-ca.pem'))
    return { text: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' };
  return { text: path.endsWith('.pem') || path.endsWith('.json') ? privateKey : 'a-secret-of-the-test' };
}

describe('docs/providers', () => {
  it('has the capabilities and actions of each provider as the code has them; `npm run codegen` writes it', async () => {
    expect(read('docs/providers.md')).toBe(await providersPage());
  });

  it('has a page for each kind but PingOne, which the README is about, and the README links to each', () => {
    const pages = documentsIn('docs/providers').map((path) => path.replace(/^.*\/|\.md$/g, ''));
    expect(pages.toSorted()).toEqual(peers.map(({ name }) => name).toSorted());
    for (const { name } of peers) expect(read('README.md')).toContain(`(docs/providers/${name}.md)`);
  });

  it.each(peers)('$name has fragments that the gateway takes without a warning', ({ name, provider }) => {
    const fragments = fenced(read(`docs/providers/${name}.md`), 'yaml');
    expect(fragments.length).toBeGreaterThan(0);
    for (const yaml of fragments) {
      const variables = [...yaml.matchAll(/env: (\w+)/g)].map(([, variable = '']) => variable);
      const { directories, warnings } = loadConfig({
        env: Object.fromEntries(variables.map((variable) => [variable, 'a-secret-of-the-test'])),
        options: { config: 'rollcall.yaml' },
        readFile: (path) => fileOf(path, yaml),
      });
      expect(directories).toMatchObject([{ provider, writable: false }]);
      expect(warnings).toEqual([]);
    }
  });

  it.each(peers)('$name has every setting in its table, and no other', ({ name, settings, secrets }) => {
    const rows = tableRows(section(read(`docs/providers/${name}.md`), '## Settings'));
    const listed = rows.flatMap(([first = '']) => quoted(first));
    expect(listed.toSorted()).toEqual([...settings, ...secrets].toSorted());
  });

  it('names the scopes and permissions that the code asks for', () => {
    for (const [name, files] of [
      ['okta', ['src/providers/okta/health.ts']],
      ['entra-id', ['src/providers/entra-id/health.ts', 'src/providers/entra-id/health-rights.ts']],
      ['keycloak', ['src/providers/keycloak/health.ts']],
    ] as const) {
      const rights = files.flatMap((file) => [
        ...read(file).matchAll(
          /\bokta\.[a-z]+\.(?:read|manage)\b|\b[A-Z][A-Za-z-]+\.[A-Z][A-Za-z]+\.(?:All|Directory)\b|\b(?:view|query|manage)-[a-z]+\b/g,
        ),
      ]);
      expect(rights.length).toBeGreaterThan(3);
      for (const [right] of rights) expect(read(`docs/providers/${name}.md`)).toContain(`\`${right}\``);
    }
  });

  it('names the scopes of Google Workspace, each', () => {
    const scopes = read('src/providers/google-workspace/scopes.ts').matchAll(/\$\{BASE\}(\.[a-z.]+)/g);
    const names = [...scopes].map(([, scope = '']) => `admin.directory${scope}`);
    expect(names.length).toBeGreaterThan(5);
    for (const scope of names) expect(read('docs/providers/google-workspace.md')).toContain(`\`${scope}\``);
  });
});
