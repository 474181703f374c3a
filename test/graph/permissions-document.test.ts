import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../house/run.ts';
import { permissionTables } from './permissions-table.ts';

const path = join(root, 'docs/permissions.md');

test('docs/permissions.md ends with what the code declares: `npx vitest run test/graph/permissions-document.test.ts -u` renews it', async () => {
  const [prose = ''] = readFileSync(path, 'utf8').split('## Permissions and roles\n', 1);
  await expect(prose + permissionTables()).toMatchFileSnapshot(path);
});
