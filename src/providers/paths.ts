import { UpstreamError } from '../upstream/upstream-error.ts';
import { isEncodable } from './unicode.ts';

/** A path under the API's base, and the same with names for its variables: the one is sent, the other is counted. */
export interface Address {
  readonly route: string;
  readonly path: string;
}

export type Ids = Readonly<Record<string, string>>;

const VARIABLE = /\{([A-Za-z]+)\}/;

/** What stands between the variables, and their names, in turns. There are as many templates as there are kinds of calls. */
const partsOf = new Map<string, readonly string[]>();

/**
 * Fills a template such as `/environments/{environmentId}/users/{userId}`. Ids come from clients too: they are encoded, and
 * what would climb to another path although encoded (`.`, `..`) or fall out of it (nothing) is refused.
 * @throws {UpstreamError} `INVALID_REQUEST`
 */
export function addressOf(directory: string, template: string, ids: Ids): Address {
  let parts = partsOf.get(template);
  if (parts === undefined) partsOf.set(template, (parts = template.split(VARIABLE)));
  let path = '';
  for (const [index, part] of parts.entries())
    path += index % 2 === 0 ? part : encoded(part, ids[part] ?? '', directory, template);
  return { route: template, path };
}

/** Letters, digits, `_` and `-` mean themselves, as in every UUID. */
const plainId = /^[\w-]{1,256}$/;

function encoded(name: string, id: string, directory: string, template: string): string {
  if (plainId.test(id)) return id;
  if (id === '' || id === '.' || id === '..' || id.length > 256 || /[/\\]/.test(id) || !isEncodable(id)) {
    throw new UpstreamError({
      code: 'INVALID_REQUEST',
      message: `Expected an id for ${name}, received ${JSON.stringify(id.slice(0, 40))}.`,
      directory,
      route: template,
    });
  }
  return encodeURIComponent(id);
}
