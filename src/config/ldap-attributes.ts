import { readTexts } from './list-setting.ts';
import { describe } from './problems.ts';
import type { SettingReader } from './setting-reader.ts';

const ATTRIBUTE = /^[A-Za-z][\w-]{0,127}$/;

/**
 * What an attribute is called that holds a password, a hash of one or a key, in whatever schema: userPassword, unicodePwd, authPassword,
 * unixUserPassword, sambaPasswordHistory, sambaLMPassword, ipaNTHash, krbPrincipalKey, ms-Mcs-AdmPwd, msLAPS-*, supplementalCredentials,
 * msKds-RootKeyData, ipatokenOTPkey, userPKCS12, trustAuthIncoming.
 */
const SECRET =
  /pass(?!port)|pwd|hash|secret|credential|msLAPS|krb.*key|krbMKey|otp.*key|master.*key|root.*key|private.*key|pkcs12|(trust|initial)Auth/i;

/** Times, counts and states of passwords, which are no secret. */
const HARMLESS: ReadonlySet<string> = new Set(
  [
    'pwdLastSet',
    'badPwdCount',
    'badPasswordTime',
    'msDS-UserPasswordExpiryTimeComputed',
    'pwdChangedTime',
    'pwdAccountLockedTime',
    'pwdReset',
    'pwdPolicySubentry',
    'krbLastPwdChange',
    'krbPasswordExpiration',
    'sambaPwdLastSet',
    'sambaPwdCanChange',
    'sambaPwdMustChange',
    'passwordExpirationTime',
    'msLAPS-PasswordExpirationTime',
    'ms-Mcs-AdmPwdExpirationTime',
  ].map((name) => name.toLowerCase()),
);

const WHY =
  'What is read from it is shown to whoever may read users, and a name like this is one of a password, a hash of one or a key: name another attribute.';

type Named = 'usernameAttribute' | 'emailAttribute' | 'employeeNumberAttribute';

/** The attribute that a setting names; null: it is not set, or may not be named. */
export function readAttribute(reader: SettingReader<string>, name: Named): string | null {
  const expected = 'the name of an attribute that holds no password, such as mail';
  const text = reader.text(name, expected);
  return text === undefined || isRefused(reader, name, [text], expected) ? null : text;
}

/** The further attributes to show of users. */
export function readAttributes(reader: SettingReader<string>): readonly string[] {
  const expected = 'a list of names of attributes that hold no password';
  const texts = readTexts(reader, 'customAttributes', expected) ?? [];
  return isRefused(reader, 'customAttributes', texts, expected) ? [] : texts;
}

function isRefused(
  reader: SettingReader<string>,
  name: string,
  texts: readonly string[],
  expected: string,
): boolean {
  const secret = texts.find((text) => ATTRIBUTE.test(text) && isSecret(text));
  if (secret === undefined && texts.every((text) => ATTRIBUTE.test(text))) return false;
  reader.refuse(name, expected, secret === undefined ? undefined : `${describe(secret)}: ${WHY}`);
  return true;
}

function isSecret(attribute: string): boolean {
  return SECRET.test(attribute) && !HARMLESS.has(attribute.toLowerCase());
}
