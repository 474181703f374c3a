import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { canonicalJson } from '../../../src/actions/canonical-json.ts';
import { isAsAsked } from '../../../src/actions/objects/as-asked.ts';
import { mergePatch, reversePatch } from '../../../src/actions/objects/merge-patch.ts';

const name = fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__');
const scalar = fc.oneof(fc.integer(), fc.string({ maxLength: 3 }), fc.boolean());
const { object } = fc.letrec<{ object: Record<string, unknown>; value: unknown }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(scalar, { maxLength: 3 }), tie('object')),
  object: fc.dictionary(name, tie('value'), { maxKeys: 4 }),
}));
const { patch } = fc.letrec<{ patch: Record<string, unknown>; value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.constant(null),
    fc.array(scalar, { maxLength: 3 }),
    tie('patch'),
  ),
  patch: fc.dictionary(name, tie('value'), { maxKeys: 4 }),
}));

describe('merge patches', () => {
  test('what a patch did, its reverse takes back', () => {
    fc.assert(
      fc.property(object, patch, (before, change) => {
        const after = mergePatch(before, change);
        expect(canonicalJson(mergePatch(after, reversePatch(change, before)))).toBe(canonicalJson(before));
      }),
    );
  });

  test('after a patch the object is as asked, and a second time changes nothing', () => {
    fc.assert(
      fc.property(object, patch, (before, change) => {
        const after = mergePatch(before, change);
        expect(isAsAsked(after, change, 'EXACT')).toBe(true);
        expect(isAsAsked(after, change, 'TOLERANT')).toBe(true);
        expect(canonicalJson(mergePatch(after, change))).toBe(canonicalJson(after));
      }),
    );
  });

  test('what is as asked would not be changed by the patch, but for what is empty', () => {
    fc.assert(
      fc.property(object, patch, (found, change) => {
        fc.pre(isAsAsked(found, change, 'EXACT'));
        expect(canonicalJson(withoutEmpty(mergePatch(found, change)))).toBe(
          canonicalJson(withoutEmpty(found)),
        );
      }),
    );
  });

  test('a provider may order and enrich the entries of a list, and may not drop one', () => {
    const asked = { permissions: [{ id: '1' }, { id: '2' }] };
    const enriched = {
      permissions: [
        { id: '2', name: 'two' },
        { id: '1', name: 'one' },
      ],
    };
    expect(isAsAsked(enriched, asked, 'TOLERANT')).toBe(true);
    expect(isAsAsked(enriched, asked, 'EXACT')).toBe(false);
    expect(isAsAsked({ permissions: [{ id: '2' }, { id: '2' }] }, asked, 'TOLERANT')).toBe(false);
    expect(isAsAsked({ permissions: [{ id: '1' }] }, asked, 'TOLERANT')).toBe(false);
  });
});

function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, withoutEmpty(member)] as const)
      .filter(([, member]) => !['{}', '[]'].includes(JSON.stringify(member))),
  );
}
