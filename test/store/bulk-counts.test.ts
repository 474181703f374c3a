import { array, assert, constantFrom, nat, property, record, constant } from 'fast-check';
import { expect, test } from 'vitest';
import { bulkOperationOf, type CountRow } from '../../src/store/bulk-row.ts';

const outcomes = [
  'SUCCEEDED',
  'UNCHANGED',
  'REFUSED',
  'FAILED',
  'CONFLICT',
  'NOT_FOUND',
  'INVALID',
  'UNCONFIRMED',
  'NOT_STARTED',
  null,
];
const row = record<CountRow>({
  operation_id: constant('o'),
  state: constantFrom('PENDING', 'RUNNING', 'DONE', 'SKIPPED'),
  outcome: constantFrom(...outcomes),
  planned: constantFrom(...outcomes),
  items: nat(1_000),
});
const states = ['PLANNED', 'QUEUED', 'RUNNING', 'DONE', 'STOPPED', 'CANCELLED'] as const;

test('the counts of a bulk operation add up to its total, in every state', () => {
  assert(
    property(array(row), constantFrom(...states), (rows, state) => {
      const total = rows.reduce((sum, { items }) => sum + items, 0);
      const stored = {
        id: 'o',
        input: {},
        context: { caller: { name: 'a', roles: [], grants: [] } },
        total,
        state,
        on_failure: 'CONTINUE',
      };
      const { counts } = bulkOperationOf(
        {
          ...stored,
          action: 'SUSPEND_USER',
          plan: null,
          idempotency_key: null,
          wait_until: null,
          expires_at: null,
          applied_at: null,
          finished_at: null,
          created_at: new Date(0),
        } as unknown as Parameters<typeof bulkOperationOf>[0],
        rows,
        new Date(0),
      );
      expect(Object.values(counts).reduce((sum, each) => sum + each, 0)).toBe(total);
    }),
  );
});
