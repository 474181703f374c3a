import { randomUUID } from 'node:crypto';
import { Secret } from '../../../../src/model/secret.ts';
import { connectLdap } from '../../../../src/providers/ldap/connect.ts';
import type { LdapConnectionSettings } from '../../../../src/providers/ldap/settings.ts';
import type { Page } from '../../../../src/model/coverage.ts';
import type { PageRequest, Provider } from '../../../../src/providers/provider.ts';
import type { CallContext, Exchange } from '../../../../src/upstream/call.ts';
import type { TestSamba } from '../../../support/samba.ts';
import type { TestSlapd } from '../../../support/slapd.ts';

export function context(more: Partial<CallContext> = {}): CallContext {
  return { lane: 'interactive', transactionId: randomUUID(), ...more };
}

type Overrides = Partial<Omit<LdapConnectionSettings, 'password'>> & { readonly password?: string };

export const plain = {
  key: 'corp',
  flavour: null,
  userFilter: null,
  groupFilter: null,
  usernameAttribute: null,
  emailAttribute: null,
  employeeNumberAttribute: null,
  customAttributes: [],
  privilegedGroups: [],
  pageSize: 200,
  writable: true,
} as const;

export function settingsForSlapd(
  slapd: TestSlapd,
  { password, ...more }: Overrides = {},
): LdapConnectionSettings {
  return {
    ...plain,
    baseDn: slapd.baseDn,
    endpoint: { host: '127.0.0.1', port: slapd.port, security: 'plain' },
    bindDn: slapd.gateway.name,
    password: new Secret(password ?? slapd.gateway.password),
    ...more,
  };
}

export function settingsForSamba(
  samba: TestSamba,
  { password, ...more }: Overrides = {},
): LdapConnectionSettings {
  return {
    ...plain,
    baseDn: samba.baseDn,
    endpoint: { host: samba.host, port: samba.tlsPort, security: 'tls', ca: samba.certificates.ca },
    bindDn: samba.administrator.name,
    password: new Secret(password ?? samba.administrator.password),
    ...more,
  };
}

/** A provider, and what it exchanged with the server. */
export interface Watched {
  readonly provider: Provider;
  readonly exchanges: Exchange[];
}

export function watched(settings: LdapConnectionSettings): Watched {
  const exchanges: Exchange[] = [];
  const provider = connectLdap(settings, { onExchange: (exchange) => exchanges.push(exchange) });
  return { provider, exchanges };
}

/** Works with a provider that is closed afterwards. */
export async function within<T>(
  settings: LdapConnectionSettings,
  work: (of: Watched) => Promise<T>,
): Promise<T> {
  const of = watched(settings);
  try {
    return await work(of);
  } finally {
    await of.provider.close();
  }
}

/** All rows of a list, page by page. */
export async function allRows<T>(
  limit: number,
  read: (request: PageRequest) => Promise<Page<T>>,
): Promise<{ readonly rows: readonly T[]; readonly pages: number; readonly brokenOff: Error | null }> {
  const rows: T[] = [];
  let cursor: string | null = null;
  for (let pages = 1; ; pages += 1) {
    const page: Page<T> = await read({ limit, cursor });
    rows.push(...page.rows);
    cursor = page.nextCursor;
    if (cursor === null || page.brokenOff !== undefined)
      return { rows, pages, brokenOff: page.brokenOff ?? null };
  }
}
