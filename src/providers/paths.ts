import { UpstreamError } from '../upstream/upstream-error.ts';
import { isEncodable } from './unicode.ts';

/** A path under the API's base, and the same with names for its variables: the one is sent, the other is counted. */
export interface Address {
  readonly route: string;
  readonly path: string;
}

export type Ids = Readonly<Record<string, string>>;

const VARIABLE = /\{([A-Za-z]+)\}/g;

/**
 * Fills a template such as `/environments/{environmentId}/users/{userId}`. Ids come from clients too: they are encoded, and
 * what would climb to another path although encoded (`.`, `..`) or fall out of it (nothing) is refused.
 * @throws {UpstreamError} `INVALID_REQUEST`
 */
export function addressOf(directory: string, template: string, ids: Ids): Address {
  const path = template.replaceAll(VARIABLE, (_, name: string) => {
    const id = ids[name] ?? '';
    if (id === '' || id === '.' || id === '..' || id.length > 256 || /[/\\]/.test(id) || !isEncodable(id)) {
      throw new UpstreamError({
        code: 'INVALID_REQUEST',
        message: `Expected an id for ${name}, received ${JSON.stringify(id.slice(0, 40))}.`,
        directory,
        route: template,
      });
    }
    return encodeURIComponent(id);
  });
  return { route: template, path };
}
