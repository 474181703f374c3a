import { connectLdap } from '../../../src/providers/ldap/connect.ts';
import type { ConnectionOptions } from '../../../src/providers/connection.ts';
import { settingsForSlapd } from '../../providers/ldap/support/connect.ts';
import { groupDn } from '../../providers/ldap/support/ldap-people.ts';
import type { TestSlapd } from '../../support/slapd.ts';
import { type LdapFault, startFaultyLdapProxy } from './faulty-ldap-proxy.ts';
import { Random } from './random.ts';
import type { DrawnFault, FaultStage } from './stage.ts';

/** Result codes of RFC 4511, appendix A: of errors, of limits, and of servers that are away. */
const codes = [1, 3, 4, 11, 12, 32, 50, 51, 52, 53, 80] as const;

const kinds: readonly ((random: Random) => LdapFault)[] = [
  (random) => ({ kind: 'result', code: random.pick(codes), afterEntries: 0 }),
  (random) => ({ kind: 'result', code: random.pick(codes), afterEntries: 1 + random.below(20) }),
  () => ({ kind: 'reset', afterEntries: 0 }),
  (random) => ({ kind: 'reset', afterEntries: 1 + random.below(20) }),
  () => ({ kind: 'silence' }),
  () => ({ kind: 'garbage' }),
];

/** Which searches: all, those about groups, those about people. */
const routes: readonly ((search: Buffer) => boolean)[] = [
  () => true,
  (search) => search.includes('groupOf'),
  (search) => !search.includes('groupOf'),
];

interface Armed {
  readonly drawn: DrawnFault;
  readonly fault: LdapFault;
  seen: number;
  struck: number;
}

/** A real OpenLDAP behind a proxy that breaks things. */
export async function openLdap(slapd: TestSlapd): Promise<FaultStage> {
  let armed: readonly Armed[] = [];
  const proxy = await startFaultyLdapProxy(slapd.port, (search) => {
    for (const one of armed) {
      const { route, after, share, times } = one.drawn;
      if (routes[route % routes.length]?.(search) !== true) continue;
      one.seen += 1;
      const counted = one.seen - after;
      const isDue = Math.floor(counted * share) > Math.floor((counted - 1) * share);
      if (counted < 1 || one.struck >= times || !isDue) continue;
      one.struck += 1;
      return one.fault;
    }
    return undefined;
  });
  const settings = settingsForSlapd(slapd, {
    flavour: 'openldap',
    endpoint: { host: '127.0.0.1', port: proxy.port, security: 'plain' },
    privilegedGroups: [groupDn('admins')],
    pageSize: 20,
    writable: false,
  });
  return {
    connections: [(options: ConnectionOptions) => connectLdap(settings, options)],
    learn: () => {},
    arm: (faults) => {
      armed = faults.map((drawn) => {
        const random = new Random(drawn.seed);
        const make = kinds[drawn.kind % kinds.length];
        return { drawn, fault: make?.(random) ?? { kind: 'silence' }, seen: 0, struck: 0 };
      });
      return armed.map(
        ({ fault, drawn: { route, share, after, times } }) =>
          `${JSON.stringify(fault)} on route ${route % routes.length}, share ${share}, after ${after}, ${times} times`,
      );
    },
    struck: () => armed.reduce((sum, { struck }) => sum + struck, 0),
    close: () => proxy.close(),
  };
}
