import { Secret } from '../model/secret.ts';
import { looksSecret } from './looks-secret.ts';
import type { ProblemList } from './problems.ts';
import { type ReadFile, whyUnreadable } from './read-file.ts';
import { isQuoted, tidy } from './setting-reader.ts';

/**
 * Where a secret lies. `label` is the setting that says so; `value` is undefined when the variable is not set. `shown`: the variable's
 * name or the file's path, where it is surely one: operators do paste the secret where its name belongs.
 */
export type SecretSource = { readonly label: string; readonly shown?: string } & (
  | { readonly from: 'environment'; readonly value: string | undefined }
  | { readonly from: 'file'; readonly path: string }
);

/** `WORKFORCE_CLIENT_SECRET` is a name; what is written otherwise may be the secret itself. */
export function shownVariable(name: string): { readonly shown?: string } {
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(name) && !looksSecret(name) ? { shown: name } : {};
}

/** `keys/okta.pem` and `./okta` are paths; a word alone may be the secret itself. */
export function shownPath(written: string, path: string): { readonly shown?: string } {
  const isPath = /^(?:\.{0,2}\/)?[\w.-]+(?:\/[\w.-]+)+$|^\/[\w.-]+$|^[\w-]+\.[a-z]{2,6}$/.test(written);
  return isPath && !looksSecret(written) ? { shown: path } : {};
}

/** Group and others: a secret file should be readable by its owner only. */
const SHARED_PERMISSIONS = 0o077;

/**
 * The secret that a setting names, or undefined with the mistake noted. Texts never hold the value.
 */
export function readSecret(
  source: SecretSource,
  readFile: ReadFile,
  problems: ProblemList,
): Secret | undefined {
  const found = source.from === 'file' ? fromFile(source, readFile, problems) : source.value;
  if (found === undefined) {
    if (source.from === 'environment')
      refuse(source.label, `nothing: ${source.shown ?? 'that variable'} is not set`, problems);
    return undefined;
  }
  problems.hide(found);
  const value = tidy(found);
  problems.hide(value);
  if (value === '') return refuse(source.label, 'an empty value', problems);
  if (isQuoted(value)) {
    return refuse(
      source.label,
      'a value in quotation marks (not shown)',
      problems,
      'Remove the quotation marks.',
    );
  }
  return new Secret(value);
}

function fromFile(
  source: SecretSource & { from: 'file' },
  readFile: ReadFile,
  problems: ProblemList,
): string | undefined {
  try {
    const { text, mode } = readFile(source.path);
    if (mode !== undefined && (mode & SHARED_PERMISSIONS) !== 0) {
      problems.warn(
        `${source.label}: the file can be opened by other users of this machine (mode ${(mode & 0o777).toString(8).padStart(4, '0')}). Set its mode to 0600.`,
      );
    }
    return text;
  } catch (error) {
    problems.add({
      setting: source.label,
      expected: 'the path of a readable file',
      received: `${whyUnreadable(error)}${source.shown === undefined ? '' : ` (${source.shown})`}`,
    });
    return undefined;
  }
}

function refuse(setting: string, received: string, problems: ProblemList, hint?: string): undefined {
  problems.add({ setting, expected: 'a secret', received, ...(hint === undefined ? {} : { hint }) });
  return undefined;
}
