import { expect, test } from 'vitest';
import { parseRegion, regionApiUrl, regionAuthUrl } from '../../src/config/region.ts';

test.each([
  [
    'NA',
    'us US NA na com .com NorthAmerica north_america NORTH_AMERICA North-America pingone.com https://api.pingone.com',
  ],
  ['CA', 'ca CA Canada pingone.ca'],
  ['EU', 'eu EU Europe europe auth.pingone.eu'],
  ['AU', 'au AU com.au COM.AU Australia Australia-AsiaPacific australia_asiapacific pingone.com.au'],
  ['SG', 'sg SG singapore Singapore'],
  ['AP', 'asia ASIA AP ap AsiaPacific asia_pacific Asia-Pacific apac'],
])('region %s is known by all its spellings', (code, spellings) => {
  for (const spelling of spellings.split(' '))
    expect([spelling, parseRegion(spelling)]).toEqual([spelling, code]);
});

test.each(['', 'mars', 'us-east-1', 'uk', '__proto__', 'constructor', 'pingone.'])(
  '%j is no region',
  (text) => {
    expect(parseRegion(text)).toBeUndefined();
  },
);

test('the hosts of a region share their domain', () => {
  expect([regionApiUrl('AU'), regionAuthUrl('AU')]).toEqual([
    'https://api.pingone.com.au/v1',
    'https://auth.pingone.com.au',
  ]);
});
