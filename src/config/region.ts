import { nearest } from './neighbour.ts';

/** PingOne's codes for its regions, as in `environment.region`. */
export type PingOneRegion = 'NA' | 'CA' | 'EU' | 'AU' | 'SG' | 'AP';

interface RegionFacts {
  /** What follows `api.pingone.` and `auth.pingone.`. */
  readonly topLevelDomain: string;
  /** The spelling that error texts and the README list first. */
  readonly listed: string;
  /** What integrators write, besides the code and the domain; compared without case, spaces, `-`, `_` and `.`. */
  readonly spellings: readonly string[];
}

// PingOne API reference, "Working with PingOne APIs": regions and their domains. `asia` serves existing tenants only.
const REGIONS: Readonly<Record<PingOneRegion, RegionFacts>> = {
  NA: { topLevelDomain: 'com', listed: 'us', spellings: ['us', 'usa', 'North America', 'United States'] },
  CA: { topLevelDomain: 'ca', listed: 'ca', spellings: ['Canada'] },
  EU: { topLevelDomain: 'eu', listed: 'eu', spellings: ['Europe'] },
  AU: { topLevelDomain: 'com.au', listed: 'au', spellings: ['Australia', 'Australia-AsiaPacific'] },
  SG: { topLevelDomain: 'sg', listed: 'sg', spellings: ['Singapore'] },
  AP: { topLevelDomain: 'asia', listed: 'asia', spellings: ['Asia Pacific', 'APAC'] },
};

const CODES: readonly PingOneRegion[] = ['NA', 'CA', 'EU', 'AU', 'SG', 'AP'];

const BY_SPELLING: ReadonlyMap<string, PingOneRegion> = new Map(
  CODES.flatMap((code) =>
    [code, REGIONS[code].topLevelDomain, ...REGIONS[code].spellings].map(
      (text) => [plain(text), code] as const,
    ),
  ),
);

/** What a region setting may say, for error texts. */
export const REGION_EXPECTED = 'one of us (NA), ca, eu, au (com.au), sg, asia (AP)';

/** The code of a region in any spelling that integrators use, or undefined. */
export function parseRegion(text: string): PingOneRegion | undefined {
  return BY_SPELLING.get(plain(text.replace(/^\s*(https?:\/\/)?((api|auth)\.)?pingone\./i, '')));
}

/** Of the spellings in `REGION_EXPECTED`, that of the region which a misspelt text probably meant, or undefined. */
export function nearestRegion(text: string): string | undefined {
  // Two or three letters are near to too much.
  if (text.length <= 3) return undefined;
  const near = nearest(
    text,
    CODES.flatMap((code) => [code, REGIONS[code].topLevelDomain, ...REGIONS[code].spellings]),
  );
  const region = near === undefined ? undefined : parseRegion(near);
  return region === undefined ? undefined : REGIONS[region].listed;
}

/** `https://api.pingone.<region>/v1`. */
export function regionApiUrl(region: PingOneRegion): string {
  return `https://api.pingone.${REGIONS[region].topLevelDomain}/v1`;
}

/** `https://auth.pingone.<region>`; the token endpoint is `<it>/<environment>/as/token`. */
export function regionAuthUrl(region: PingOneRegion): string {
  return `https://auth.pingone.${REGIONS[region].topLevelDomain}`;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[\s._-]/g, '');
}
