import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Door } from '../../src/door.ts';
import { useCostLimit } from '../../src/plugins/use-cost-limit.ts';
import { useDeadline } from '../../src/plugins/use-deadline.ts';
import { useErrorMasking } from '../../src/plugins/use-error-masking.ts';
import { useLimits } from '../../src/plugins/use-limits.ts';
import { openDoor } from './open.ts';

let door: Door;
beforeAll(async () => {
  const plugins = [
    useErrorMasking({ log: { error: () => undefined } }),
    useLimits(),
    useCostLimit(),
    useDeadline(),
  ];
  ({ door } = await openDoor({}, plugins));
});
afterAll(() => door.close(0));

/** Operations by GET: we execute none. */
const DECLINED = new Set(['5A70', 'D6D5', '6A70']);

describe('GraphQL over HTTP', () => {
  test.each(serverAudits({ url: () => `${door.url}/graphql` }).map((audit) => [audit.name, audit] as const))(
    '%s',
    async (_name, audit) => {
      const { status } = await audit.fn();
      expect([audit.id, status]).toEqual([audit.id, DECLINED.has(audit.id) ? 'notice' : 'ok']);
    },
  );
});
