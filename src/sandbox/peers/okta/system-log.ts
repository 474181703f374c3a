import { Random } from '../../generate/prng.ts';
import type { PeerAnswer, PeerRequest } from '../peer-server.ts';
import { refusal } from './errors.ts';
import { nextAddress } from './lists.ts';

interface LogTarget {
  readonly type: 'User' | 'UserGroup' | 'AppInstance' | 'AppUser' | 'PolicyEntity' | 'ROLE';
  readonly id: string;
  readonly detailEntry?: Readonly<Record<string, unknown>>;
}

interface Noted {
  readonly eventType: string;
  readonly published: string;
  readonly target: readonly LogTarget[] | null;
}

const DAY_MS = 86_400_000;
const RETENTION_DAYS = 90;
const USUAL = 100;

/** The log of an organisation: its routes note what they do; what else happens is noted by hand. */
export class SystemLog {
  /** Events in the largest page. */
  most = 1_000;
  readonly #now: () => Date;
  readonly #random: Random;
  readonly #events: Noted[] = [];
  /** How many events came before the place that each cursor stands for. */
  readonly #given = new Map<string, number>();

  constructor(now: () => Date, seed: number) {
    this.#now = now;
    this.#random = new Random(seed, 'okta log');
  }

  note(eventType: string, ...target: readonly LogTarget[]): void {
    const published = this.#now().toISOString();
    this.#events.push({ eventType, published, target: target.length === 0 ? null : target });
  }

  /** Cursors that were given out are taken no more. */
  forgetCursors(): void {
    this.#given.clear();
  }

  /** Followed from its beginning (`since` without `until`), every page has a link to the next one, the empty page too. */
  page({ url, query }: Pick<PeerRequest, 'url' | 'query'>): PeerAnswer {
    if (query.has('until')) throw refusal(400, 'E0000001', 'until: only polling is simulated');
    const asked = Number(query.get('limit') ?? USUAL);
    if (!Number.isSafeInteger(asked) || asked < 0 || asked > 1_000)
      throw refusal(400, 'E0000001', 'limit: not between 0 and 1000');
    const from = this.#placeOf(query);
    const end = from + Math.min(asked, this.most);
    const rows = this.#events.slice(from, end).filter(({ published }) => this.#isKept(published));
    const after = this.#random.hex(8);
    this.#given.set(after, Math.min(end, this.#events.length));
    const links = [`<${url.href}>; rel="self"`, `<${nextAddress(url, after)}>; rel="next"`];
    const body = rows.map((event, index) => ({
      uuid: `${after}-${index}`,
      version: '0',
      severity: 'INFO',
      outcome: { result: 'SUCCESS' },
      ...event,
    }));
    return { status: 200, body, headers: { Link: links.join(', ') } };
  }

  #placeOf(query: URLSearchParams): number {
    const after = query.get('after');
    if (after !== null) {
      const place = this.#given.get(after);
      if (place === undefined) throw refusal(400, 'E0000001', 'after: not a cursor of this log');
      return place;
    }
    const since = Date.parse(query.get('since') ?? '');
    if (Number.isNaN(since)) throw refusal(400, 'E0000001', 'since: not a moment');
    const first = this.#events.findIndex(({ published }) => Date.parse(published) >= since);
    return first < 0 ? this.#events.length : first;
  }

  #isKept(published: string): boolean {
    return this.#now().getTime() - Date.parse(published) < RETENTION_DAYS * DAY_MS;
  }
}
