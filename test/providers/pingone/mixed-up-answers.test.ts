import { afterEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../../src/providers/provider.ts';
import { connect, context } from './support/connect.ts';
import { startPageServer, type PageServer } from './support/page-server.ts';

let server: PageServer;
let provider: Provider;

async function start(body: unknown): Promise<void> {
  server = await startPageServer(() => ({ body }));
  provider = connect(server.connection);
}

afterEach(async () => {
  await provider.close();
  await server.close();
});

describe('an answer about somebody else', () => {
  test('is refused: a change would be sent for the wrong person', async () => {
    await start({ id: 'u2', enabled: true });
    await expect(provider.users.get('u1', context)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  test('is refused when it is of another environment', async () => {
    await start({ id: 'u1', environment: { id: 'env-2' } });
    await expect(provider.users.get('u1', context)).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  test('is not one that spells the same id in another case', async () => {
    await start({ id: 'u1', environment: { id: 'ENV-1' } });
    await expect(provider.users.get('U1', context)).resolves.toMatchObject({ externalId: 'u1' });
  });
});
