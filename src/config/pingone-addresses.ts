import type { PingOneSetting } from './pingone-settings.ts';
import {
  nearestRegion,
  parseRegion,
  type PingOneRegion,
  REGION_EXPECTED,
  regionApiUrl,
  regionAuthUrl,
} from './region.ts';
import type { SettingReader } from './setting-reader.ts';
import { readAddress } from './upstream-address.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ENVIRONMENT_EXPECTED =
  'the id of a PingOne environment (36 characters, such as 1b2c3d4e-5f60-4a1b-8c2d-3e4f5a6b7c8d)';
const REGION_HINT = 'It is the end of the console address: pingone.com is us, pingone.eu is eu.';
const ENVIRONMENT_HINT = 'The PingOne console shows it under Settings > Environment Properties.';

/** The id of an environment, in lower case. */
export function readEnvironmentId(
  reader: SettingReader<PingOneSetting>,
  name: 'environmentId' | 'authEnvironmentId',
  required: boolean,
): string | undefined {
  const text = required
    ? reader.required(name, ENVIRONMENT_EXPECTED, ENVIRONMENT_HINT)
    : reader.text(name, ENVIRONMENT_EXPECTED);
  if (text === undefined || UUID.test(text)) return text?.toLowerCase();
  reader.refuse(name, ENVIRONMENT_EXPECTED, ENVIRONMENT_HINT);
  return undefined;
}

/** Where a directory's calls go. */
export interface Addresses {
  readonly region: PingOneRegion | null;
  readonly apiUrl: string;
  readonly tokenUrl: string;
}

/** The addresses by region, or as they were given; undefined when they cannot be known. */
export function readAddresses(
  reader: SettingReader<PingOneSetting>,
  environmentId: string | undefined,
): Addresses | undefined {
  const region = readRegion(reader);
  const authEnvironmentId = readEnvironmentId(reader, 'authEnvironmentId', false);
  const hasApi = reader.isSet('apiUrl');
  if (hasApi !== reader.isSet('authUrl')) {
    const [given, missing] = hasApi ? (['apiUrl', 'authUrl'] as const) : (['authUrl', 'apiUrl'] as const);
    const [givenLabel, missingLabel] = [reader.label(given), reader.label(missing)];
    reader.refuse(
      missing,
      `an address, because ${givenLabel} is set`,
      `Set ${givenLabel} and ${missingLabel} together, or neither.`,
    );
  }
  if (!hasApi && !reader.isSet('region') && !reader.isSet('authUrl')) {
    reader.refuse('region', REGION_EXPECTED, REGION_HINT);
  }
  if (hasApi && reader.isSet('authUrl') && region !== undefined) {
    const addresses = `${reader.label('apiUrl')} and ${reader.label('authUrl')}`;
    reader.problems.warn(
      `${reader.label('region')}: calls do not go by it, because ${addresses} are set and win. It is only compared with what PingOne says.`,
    );
  }
  const apiUrl = readApiUrl(reader);
  const authUrl = readAddress(reader, 'authUrl', 'an https address, or http on loopback');
  const tokenUrl = readAddress(reader, 'tokenUrl', 'the https address of a token endpoint');
  if (tokenUrl !== undefined) checkTokenUrl(reader, tokenUrl, hasApi ? undefined : region);

  const api = hasApi ? apiUrl : region === undefined ? undefined : regionApiUrl(region);
  const auth = hasApi ? authUrl : region === undefined ? undefined : regionAuthUrl(region);
  const tokenOwner = authEnvironmentId ?? environmentId;
  const token =
    tokenUrl ??
    (auth === undefined || tokenOwner === undefined ? undefined : `${auth}/${tokenOwner}/as/token`);
  return api === undefined || token === undefined
    ? undefined
    : { region: region ?? null, apiUrl: api, tokenUrl: token };
}

function readRegion(reader: SettingReader<PingOneSetting>): PingOneRegion | undefined {
  const text = reader.text('region', REGION_EXPECTED);
  if (text === undefined) return undefined;
  const region = parseRegion(text);
  if (region === undefined) {
    const near = nearestRegion(text);
    reader.refuse('region', REGION_EXPECTED, near === undefined ? REGION_HINT : `Did you mean ${near}?`);
  }
  return region;
}

function readApiUrl(reader: SettingReader<PingOneSetting>): string | undefined {
  const expected = 'an https address (http on loopback) that ends with /v1';
  const url = readAddress(reader, 'apiUrl', expected);
  if (url === undefined || url.endsWith('/v1')) return url;
  reader.refuse('apiUrl', expected, 'Add /v1 to its end.');
  return undefined;
}

/** PingOne: the regions of the `api.` and `auth.` hosts of one environment are the same. */
function checkTokenUrl(
  reader: SettingReader<PingOneSetting>,
  tokenUrl: string,
  region: PingOneRegion | undefined,
): void {
  if (reader.isSet('authEnvironmentId')) {
    reader.problems.warn(
      `${reader.label('authEnvironmentId')}: not used, because ${reader.label('tokenUrl')} names the whole token endpoint.`,
    );
  }
  const { hostname } = new URL(tokenUrl);
  if (region === undefined || !/^auth\.pingone\.[a-z.]+$/.test(hostname)) return;
  const expected = new URL(regionAuthUrl(region)).hostname;
  if (hostname === expected) return;
  reader.problems.add({
    setting: reader.label('tokenUrl'),
    expected: `a token endpoint on ${expected}, the host of region ${region}`,
    received: `one on ${hostname}`,
    hint: `Correct it or ${reader.label('region')}.`,
  });
}
