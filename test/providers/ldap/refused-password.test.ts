import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { meaningOf } from '../../../src/providers/ldap/wire/result-meaning.ts';
import { ResultError } from '../../../src/providers/ldap/wire/wire-error.ts';
import { context } from './support/connect.ts';
import { type Asked, BASE, entry, guid, OP, result, withServer } from './support/hand-made-server.ts';

const ID = '11111111-1111-4111-8111-111111111111';

describe('A server that repeats the password which it refuses', () => {
  test.each([false, true])('is not repeated, whatever letters are in it (a domain: %s)', async (domain) => {
    for (const text of [
      'plain-pass-2024',
      'Gr\u00fc\u00dfe-2024-geheim',
      'one\u2028two-secret',
      'tab\tin-secret',
      'abc',
    ]) {
      const answer = (asked: Asked): Buffer | false => {
        const refused =
          asked.op === OP.extended || (asked.op === OP.modify && asked.text.includes('unicodePwd'));
        if (refused)
          return result(asked, { code: 19, said: `Password "${text}" fails quality checking policy` });
        if (asked.op !== OP.search || asked.dn === '') return false;
        const values = { entryUUID: [ID], objectGUID: [guid(ID)], uid: ['somebody'] };
        return Buffer.concat([entry(asked, `uid=somebody,${BASE}`, values), result(asked)]);
      };
      await withServer({ answer, domain }, async ({ provider }) => {
        const write = provider.userWrites.setPassword(
          ID,
          { value: new Secret(text), forceChange: false },
          context(),
        );
        const refusal: unknown = await write.catch((error: unknown) => error);
        expect(refusal).toMatchObject({ code: 'INVALID_REQUEST', facts: { providerCode: '19' } });
        expect(String(refusal)).toMatch(/the password fails quality checking/);
        const shown = String(refusal) + JSON.stringify(refusal);
        for (const part of text.split(/[^a-zA-Z0-9-]+/).filter(({ length }) => length > 2))
          expect(shown).not.toContain(part);
      });
    }
  });

  test('no word of the server is in what is said of a request that carried a secret', () => {
    const said = fc.string({ unit: 'binary', minLength: 4 });
    fc.assert(
      fc.property(fc.nat(100), said, fc.boolean(), (code, text, duringBind) => {
        const { said: shown } = meaningOf(new ResultError(code, `canary ${text} canary`, duringBind), true);
        expect(shown).not.toContain('canary');
      }),
    );
    expect(meaningOf(new ResultError(19, 'uid is not unique'), false).said).toMatch(/uid is not unique$/);
  });
});
