import * as fc from 'fast-check';
import { BerReader, BerWriter, FilterParser } from 'ldapts';
import { describe, expect, test } from 'vitest';
import { canonicalDn, dnParts, escapeDnValue, isWithin } from '../../../src/providers/ldap/values/dn.ts';
import { filetime } from '../../../src/providers/ldap/values/filetime.ts';
import { both, equals, startsWith } from '../../../src/providers/ldap/values/filter.ts';
import { generalizedTime } from '../../../src/providers/ldap/values/generalized-time.ts';
import { guidText } from '../../../src/providers/ldap/values/guid.ts';
import { domainOf, ridOf, sidBytes, sidText } from '../../../src/providers/ldap/values/sid.ts';
import { bindRefusal } from '../../../src/providers/ldap/wire/bind-refusal.ts';

/** What people try who want a filter or a DN to say something else. */
const injections = fc.constantFrom(
  '*',
  '*)(uid=*',
  'x)(|(objectClass=*',
  'admin)(&',
  ')(cn=*))(|(cn=*',
  '\\2a',
  '\\',
  '\0',
  'a\0b',
  'cn=x,dc=y',
  ' leading',
  'trailing ',
  '#hash',
  '"quoted"',
  'plus+equals=',
  'Zoë ☃ 名前',
);
const values = fc.oneof(injections, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }));

describe('A filter', () => {
  test('goes out with any value as it is, and stays one comparison', () => {
    fc.assert(
      fc.property(values, (value) => {
        const writer = new BerWriter();
        both(equals('objectClass', 'person'), equals('uid', value)).write(writer);
        const read = FilterParser.parse(new BerReader(writer.buffer));
        expect(read).toMatchObject({
          filters: [
            { attribute: 'objectclass', value: 'person' },
            { attribute: 'uid', value },
          ],
        });
      }),
    );
  });

  test('asks for a beginning without an asterisk becoming another one', () => {
    fc.assert(
      fc.property(values, (value) => {
        const writer = new BerWriter();
        startsWith('uid', value).write(writer);
        expect(FilterParser.parse(new BerReader(writer.buffer))).toMatchObject({
          attribute: 'uid',
          initial: value,
          any: [],
          final: '',
        });
      }),
    );
  });
});

describe('A DN', () => {
  test('holds any value in one part, and never leads elsewhere', () => {
    fc.assert(
      fc.property(values, (value) => {
        const dn = `cn=${escapeDnValue(value)},ou=people,dc=example,dc=test`;
        expect(dnParts(dn)).toHaveLength(4);
        expect(dnParts(dn)?.[0]).toBe(`cn=${escapeDnValue(value.toLowerCase())}`);
        expect(isWithin(dn, 'OU=People, DC=example,DC=test')).toBe(true);
        expect(isWithin(dn, 'ou=other,dc=example,dc=test')).toBe(false);
      }),
    );
  });

  test('is the same however it is escaped and spelt', () => {
    const forms = [
      'CN=Doe\\, Jane,OU=People,DC=example,DC=test',
      'cn=doe\\2c jane, ou=people , dc=EXAMPLE,dc=test',
      'cn="Doe, Jane",ou=people,dc=example,dc=test',
    ];
    expect(new Set(forms.map(canonicalDn)).size).toBe(1);
    expect(canonicalDn('cn=Gone\\0ADEL:1,cn=x')).toBe('cn=gone\\0adel:1,cn=x');
    expect(canonicalDn('commonName=X,2.5.4.11=Y,domainComponent=z')).toBe('cn=x,ou=y,dc=z');
    expect(dnParts('not a dn')).toBeNull();
  });

  test('is not within a base that its end only looks like', () => {
    expect(isWithin('cn=x,dc=notexample,dc=test', 'dc=example,dc=test')).toBe(false);
    expect(isWithin('cn=x\\,dc=example,dc=test', 'dc=example,dc=test')).toBe(false);
    expect(isWithin('dc=example,dc=test', 'dc=example,dc=test')).toBe(true);
  });
});

describe('Binary values of Active Directory', () => {
  test('the first three fields of a GUID have their lowest byte first', () => {
    const bytes = Buffer.from('33221100554477668899aabbccddeeff', 'hex');
    expect(guidText(bytes)).toBe('00112233-4455-6677-8899-aabbccddeeff');
    expect(guidText(Buffer.alloc(15))).toBeNull();
  });

  test('a SID is the same text after it was bytes', () => {
    const part = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 15 }), (parts) => {
        const sid = ['S-1-5', ...parts].join('-');
        expect(sidText(sidBytes(sid) ?? Buffer.alloc(0))).toBe(sid);
      }),
    );
    expect(ridOf('S-1-5-21-1-2-3-512')).toBe(512);
    expect(domainOf('S-1-5-21-1-2-3-512')).toBe('S-1-5-21-1-2-3');
    expect(sidBytes('S-1-5-4294967296')).toBeNull();
    expect(sidText(Buffer.from('0105', 'hex'))).toBeNull();
  });
});

describe('Times', () => {
  test('a FILETIME keeps its milliseconds, and both of its nevers are never', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1601-02-01'), max: new Date('2500-01-01'), noInvalidDate: true }),
        (at) => {
          const ticks = (BigInt(at.getTime()) + 11_644_473_600_000n) * 10_000n;
          expect(filetime(String(ticks))).toEqual({ kind: 'AT', at });
        },
      ),
    );
    for (const never of [null, '0', '9223372036854775807'])
      expect(filetime(never)).toEqual({ kind: 'NEVER' });
    for (const wrong of ['', 'soon', '-5', '1.5']) expect(filetime(wrong)).toEqual({ kind: 'INVALID' });
  });

  test('a generalized time is a moment, or nothing', () => {
    expect(generalizedTime('20240229123456Z')?.toISOString()).toBe('2024-02-29T12:34:56.000Z');
    expect(generalizedTime('20240229123456.789Z')?.toISOString()).toBe('2024-02-29T12:34:56.789Z');
    expect(generalizedTime('202402291234+0200')?.toISOString()).toBe('2024-02-29T10:34:00.000Z');
    for (const wrong of [null, '', '20230229123456Z', '2024', 'soon'])
      expect(generalizedTime(wrong)).toBeNull();
  });
});

const said = (code: string): string =>
  bindRefusal(`80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${code}, v1db1`)
    .reason;

test('A refused bind is told in words, by the code that Active Directory hides in its text', () => {
  expect(said('52e')).toBe('the password is wrong, or there is no such account');
  expect(said('533')).toBe('the account is disabled');
  expect(said('701')).toBe('the account has expired');
  expect(said('773')).toBe('the password must be changed first');
  expect(said('775')).toBe('the account is locked');
  expect(said('999')).toBe('the name or the password is wrong');
});
