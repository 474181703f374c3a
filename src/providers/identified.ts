import { badResponse, kindOf, type Origin } from './bad-response.ts';
import { type Members, type Row, text } from './rows.ts';

/**
 * Rows with their ids: without one nobody could ask for a row, or tell it from the others.
 * @param page names the page in errors; null: the list has one, or does not count them.
 * @param name of the member that holds the id.
 * @throws {UpstreamError} `BAD_RESPONSE` naming the position of a row without an id.
 */
export function identified(
  rows: readonly Members[],
  origin: Origin,
  page: string | null = null,
  name = 'id',
): readonly Row[] {
  return rows.map((members, index) => {
    const id = text(members, name);
    if (id !== null && id !== '') return { id, members };
    throw badResponse(
      origin,
      `has a row without an id: ${page === null ? '' : `${page}, `}row ${index + 1}; ` +
        `expected a text${name === 'id' ? '' : ` in ${name}`}, found ${kindOf(members[name])}`,
    );
  });
}
