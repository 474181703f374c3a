import { createPrivateKey } from 'node:crypto';
import type { Secret } from '../model/secret.ts';
import { didYouMean } from './neighbour.ts';
import type { PingOneSetting, PingOneSettings } from './pingone-settings.ts';
import type { SettingReader } from './setting-reader.ts';

/** How the worker application proves itself at the token endpoint: its `tokenEndpointAuthMethod`. */
export type TokenAuthMethod = 'basic' | 'post' | 'private_key_jwt';

/** PingOne's names for the methods, those of OAuth, and the short ones. */
const AUTH_METHODS: ReadonlyMap<string, TokenAuthMethod> = new Map([
  ['basic', 'basic'],
  ['client_secret_basic', 'basic'],
  ['post', 'post'],
  ['client_secret_post', 'post'],
  ['private_key_jwt', 'private_key_jwt'],
]);

/** The method by any of its names; `basic` when nothing is said, as in PingOne's console. */
export function readAuthMethod(reader: SettingReader<PingOneSetting>): TokenAuthMethod | undefined {
  const expected = 'basic, post or private_key_jwt';
  if (!reader.isSet('tokenAuthMethod')) return 'basic';
  const text = reader.text('tokenAuthMethod', expected);
  if (text === undefined) return undefined;
  const method = AUTH_METHODS.get(text.toLowerCase().replaceAll('-', '_'));
  if (method === undefined) {
    reader.refuse('tokenAuthMethod', expected, didYouMean(text, AUTH_METHODS.keys()).hint);
  }
  return method;
}

/** A method needs its credential; a credential that no method uses is a misunderstanding worth a word. */
export function checkCredentials(
  settings: PingOneSettings,
  method: TokenAuthMethod | undefined,
  key: Secret | undefined,
): void {
  const { problems } = settings.reader;
  if (method === undefined || settings.secretRefused === true) return;
  if (method === 'private_key_jwt') {
    if (settings.clientSecret !== undefined) {
      problems.warn(
        `${settings.secretLabel}: not used, because ${settings.reader.label('tokenAuthMethod')} is private_key_jwt.`,
      );
    }
    if (settings.privateKey === undefined) {
      problems.add({
        setting: settings.privateKeyLabel,
        expected: 'the path of the private key file (PEM) that private_key_jwt signs with',
        received: 'nothing',
      });
    } else if (key !== undefined && !isPrivateKey(key)) {
      problems.add({
        setting: settings.privateKey.label,
        expected: 'a private key in PEM form, without a passphrase',
        received: 'something else (not shown)',
      });
    }
    return;
  }
  if (settings.privateKey !== undefined) {
    problems.add({
      setting: settings.privateKey.label,
      expected: 'no private key with client secret authentication',
      received: 'a private key (not shown)',
      hint: `Set ${settings.reader.label('tokenAuthMethod')} to private_key_jwt to use it.`,
    });
  }
  if (settings.clientSecret === undefined) {
    problems.add({
      setting: settings.secretLabel,
      expected: 'the client secret of the worker application',
      received: 'nothing',
    });
  }
}

function isPrivateKey(key: Secret): boolean {
  try {
    createPrivateKey(key.reveal());
    return true;
  } catch {
    return false;
  }
}
