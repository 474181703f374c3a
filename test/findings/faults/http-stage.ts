import type { Fault, FaultSwitch } from '../../../src/sandbox/http/faults.ts';
import type { RequestCounters } from '../../../src/sandbox/http/requests.ts';
import type { Answer } from '../../../src/sandbox/resources/resource.ts';
import { deadEnd, leadingNowhere, leftOut, newWord, otherBody, spoiledRow, wrongType } from './damage.ts';
import { Random } from './random.ts';
import type { Damage, FaultStage } from './stage.ts';

/** What is particular to a vendor that is spoken to over HTTP. */
interface HttpVendor extends Pick<FaultStage, 'connections' | 'close'> {
  readonly faults: FaultSwitch;
  readonly requests: RequestCounters;
  /** Members that the vendor always sends, so that an answer without one is none of its own. */
  readonly always: readonly string[];
  /** Members whose words are from a fixed set, to which a vendor may add. */
  readonly words: readonly string[];
  /** Members in which an answer says where its list goes on. */
  readonly cursors?: readonly string[];
  /** Bodies that are no answer of this vendor to anything. */
  readonly bodies: readonly unknown[];
  /**
   * Members that say who somebody is. Of another type than documented they count as not said, by a decision of the providers: a row with
   * one that is wrong is still a row. So that is no fault but another person, as far as rules can tell: somebody without an address is
   * out of the scope of rules about addresses.
   */
  readonly identifying: readonly string[];
  /** What else can be wrong within an answer. */
  readonly damages?: readonly Damage[];
}

interface Kind {
  readonly name: string;
  readonly of: (seed: number) => Fault;
}

const statuses = [400, 401, 403, 404, 409, 410, 429, 500, 501, 502, 503] as const;

const gone: ReadonlySet<string> = new Set(['404', '410']);
const forbidden: Kind = { name: '403', of: () => ({ kind: 'status', status: 403 }) };

const plain: readonly Kind[] = [
  ...statuses.map((status): Kind => {
    const wait = status === 429 ? { retryAfter: 1 } : {};
    return {
      name: String(status),
      of: (seed) => ({ kind: 'status', status, withBody: seed % 3 !== 0, ...wait }),
    };
  }),
  { name: 'reset', of: () => ({ kind: 'reset' }) },
  { name: 'truncated', of: () => ({ kind: 'truncated' }) },
  { name: 'broken JSON', of: () => ({ kind: 'truncated', wholeLength: true }) },
  { name: 'HTML', of: () => ({ kind: 'html' }) },
  { name: 'empty', of: () => ({ kind: 'empty' }) },
  { name: 'slow', of: () => ({ kind: 'latency', delayMs: 20 }) },
  { name: 'silence', of: () => ({ kind: 'latency', delayMs: 60_000 }) },
  { name: 'half, then silence', of: () => ({ kind: 'slow-body' }) },
];

function altered(name: string, damage: Damage): Kind {
  return { name, of: (seed) => alteration(damage, seed) };
}

/** A vendor over HTTP, with everything that can happen to any of its answers. */
export function httpStage(vendor: HttpVendor): FaultStage {
  const { faults, requests, always, words, cursors = [], bodies, identifying, damages = [] } = vendor;
  const within = [
    altered('wrong type', wrongType(identifying)),
    altered('spoiled row', spoiledRow(identifying)),
    altered('member left out', leftOut(always)),
    altered('new word', newWord(words)),
    altered('another body', otherBody(bodies)),
    altered('dead end', deadEnd(cursors)),
    ...damages.map((damage, index) => altered(`damage ${index}`, damage)),
  ];
  const kinds = [...plain, ...within, ...within, { name: 'dead link', of: deadLink }];
  // Of one object it is the vendor's word that there is none: who is told so has no reason to doubt it.
  const kindsOn = (template: string): readonly Kind[] =>
    template.endsWith('}') ? kinds.map((kind) => (gone.has(kind.name) ? forbidden : kind)) : kinds;
  let routes: readonly string[] = [];
  return {
    connections: vendor.connections,
    learn: () => (routes = Object.keys(requests.byRoute)),
    arm: (drawn) => {
      faults.clear();
      return drawn.map(({ kind, route, seed, share, after, times }) => {
        const [method = '', template = ''] = (routes[route % routes.length] ?? '').split(' ');
        const { name, of } = kindsOn(template)[kind % kinds.length] ?? {
          name: 'reset',
          of: () => ({ kind: 'reset' }),
        };
        faults.add({ method, route: template, fault: of(seed), share, after, times });
        return `${name} (seed ${seed}) on ${method} ${template}, share ${share}, after ${after}, ${times} times`;
      });
    },
    struck: () => faults.fired,
    close: vendor.close,
  };
}

function alteration(damage: Damage, seed: number): Fault {
  const random = new Random(seed);
  return {
    kind: 'altered',
    alter: (answer) => {
      if (answer.status >= 300) return answer;
      const damaged = damage(answer.body, random);
      return damaged === undefined ? answer : { ...answer, body: damaged.body };
    },
  };
}

/** The same of a link in a header (RFC 8288). */
function deadLink(seed: number): Fault {
  const random = new Random(seed);
  return {
    kind: 'altered',
    alter: (answer) => {
      const headers = Object.entries(answer.headers ?? {}).map(([name, value]) => [
        name,
        name.toLowerCase() === 'link'
          ? value.replace(/<([^>]*)>/g, (_, to: string) => `<${leadingNowhere(to, random)}>`)
          : value,
      ]);
      return { ...answer, headers: Object.fromEntries(headers) as NonNullable<Answer['headers']> };
    },
  };
}
