import { signatureAlgorithms, type IssuerSettings, type RoleMap } from '../access/access-settings.ts';
import { readTexts } from './list-setting.ts';
import { didYouMean } from './neighbour.ts';
import { describe } from './problems.ts';
import type { SettingReader } from './setting-reader.ts';
import { readAddress } from './upstream-address.ts';

export const ISSUER_SETTINGS = [
  'issuer',
  'jwksUri',
  'audience',
  'algorithms',
  'rolesClaim',
  'roles',
  'userClaim',
  'directory',
] as const;

export type IssuerSetting = (typeof ISSUER_SETTINGS)[number];

export interface IssuerInput {
  /** Keys of the directories that are configured; empty: they are not known. */
  readonly directories: readonly string[];
  readonly roles: RoleMap | null;
  /** Between several values of one setting; null: they are a list of the file. */
  readonly separator: ',' | null;
}

/** One issuer of tokens; undefined, with the mistakes noted, when it cannot be used. */
export function readIssuer(
  reader: SettingReader<IssuerSetting>,
  { directories, roles, separator }: IssuerInput,
): IssuerSettings | undefined {
  const issuer = reader.required(
    'issuer',
    'the exact value of `iss` in its tokens, such as https://auth.pingone.eu/<environment>/as',
  );
  const keys =
    'the https address of its keys (or http on loopback), such as https://auth.pingone.eu/<environment>/as/jwks';
  const jwksUri = reader.isSet('jwksUri')
    ? readAddress(reader, 'jwksUri', keys)
    : reader.required('jwksUri', keys);
  const audienceExpected = 'what tokens for this gateway have in `aud`, such as its address';
  const audience = reader.isSet('audience')
    ? readTexts(reader, 'audience', audienceExpected, separator)
    : missing(reader, audienceExpected);
  const algorithms = readAlgorithms(reader, separator);
  const rolesClaim = reader.text('rolesClaim', 'the name of a claim') ?? 'roles';
  const account = readAccount(reader, directories);
  if (issuer === undefined || jwksUri === undefined || audience === undefined || algorithms === undefined)
    return undefined;
  return { issuer, jwksUri: new URL(jwksUri), audience, algorithms, rolesClaim, roles, account };
}

function missing(reader: SettingReader<IssuerSetting>, expected: string): undefined {
  reader.required(
    'audience',
    expected,
    'Without it, tokens that were made for others would open this gateway.',
  );
  return undefined;
}

function readAlgorithms(
  reader: SettingReader<IssuerSetting>,
  separator: ',' | null,
): IssuerSettings['algorithms'] | undefined {
  const expected = `algorithms with a public key (${signatureAlgorithms.join(', ')})`;
  if (!reader.isSet('algorithms')) return ['RS256'];
  const texts = readTexts(reader, 'algorithms', expected, separator);
  if (texts === undefined) return undefined;
  const known = texts.flatMap((text) => signatureAlgorithms.find((algorithm) => algorithm === text) ?? []);
  if (known.length === texts.length) return known;
  const wrong = texts.find((text) => !signatureAlgorithms.some((algorithm) => algorithm === text)) ?? '';
  reader.problems.add({
    setting: reader.label('algorithms'),
    expected,
    received: describe(wrong),
    ...(/^(none|hs\d+)$/i.test(wrong)
      ? { hint: 'Neither unsigned tokens nor such with a shared secret are taken.' }
      : didYouMean(wrong, signatureAlgorithms)),
  });
  return undefined;
}

/** The caller's own account: needs to be known in which directory it is. */
function readAccount(
  reader: SettingReader<IssuerSetting>,
  directories: readonly string[],
): IssuerSettings['account'] {
  const expected =
    directories.length === 0
      ? 'the key of a directory'
      : `the key of a directory (${directories.join(', ')})`;
  const claim = reader.text('userClaim', 'the name of a claim that holds the id of an account');
  const directory = reader.text('directory', expected);
  if (claim === undefined && directory === undefined) return null;
  if (claim === undefined) {
    reader.required('userClaim', 'the name of the claim that holds the id of the account in `directory`');
    return null;
  }
  const known = directory ?? (directories.length === 1 ? directories[0] : undefined);
  if (known === undefined) {
    reader.required('directory', expected, 'It is needed because `userClaim` is set.');
    return null;
  }
  if (directories.length > 0 && !directories.includes(known)) {
    reader.refuse('directory', expected, didYouMean(known, directories).hint);
    return null;
  }
  return { claim, directory: known };
}
