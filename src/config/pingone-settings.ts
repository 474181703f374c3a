import type { SecretSource } from './secret-setting.ts';
import type { SettingReader } from './setting-reader.ts';

/** The settings of a PingOne directory that are plain values; `clientSecret`, `privateKey` and `webhookSecret` are read apart. */
export const PINGONE_SETTINGS = [
  'environmentId',
  'clientId',
  'region',
  'tokenUrl',
  'authEnvironmentId',
  'tokenAuthMethod',
  'privateKeyId',
  'apiUrl',
  'authUrl',
  'writable',
  'requestsPerSecond',
  'concurrency',
  'reportThreshold',
] as const;

export type PingOneSetting = (typeof PINGONE_SETTINGS)[number];

/** Everything that one directory's settings hold. */
export interface PingOneSettings {
  readonly key: string;
  readonly reader: SettingReader<PingOneSetting>;
  readonly clientSecret: SecretSource | undefined;
  readonly privateKey: SecretSource | undefined;
  readonly webhookSecret?: SecretSource | undefined;
  /** A credential was given in a form that was refused: its absence is then no second mistake. */
  readonly secretRefused?: boolean;
  /** How the operator would set these, for error texts. */
  readonly secretLabel: string;
  readonly privateKeyLabel: string;
}
