import type { HealthCheck } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { failed, passed } from '../health-checks.ts';
import type { LdapApi } from './directory-api.ts';
import { explainRead } from './health-failure.ts';
import { readRootDse, type RootDse } from './root-dse.ts';

/** More than this, and moments of the server (a lock, the end of an account) are misjudged; milliseconds. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Whether the account can bind, and whether the base is there. `reached` null: the rest would only repeat it. */
export async function checkConnection(
  api: LdapApi,
  context: CallContext,
): Promise<{ readonly reached: RootDse | null; readonly checks: readonly HealthCheck[] }> {
  let root: RootDse;
  try {
    // Asked anew: what was known before says nothing of now.
    root = await readRootDse(api, context);
  } catch (error) {
    const bound = error instanceof UpstreamError && error.code === 'INVALID_REQUEST';
    const code = bound ? 'DIRECTORY' : 'TOKEN';
    const check = failed(code, explainRead(error, 'The directory'));
    return { reached: null, checks: bound ? [BOUND, check] : [check] };
  }
  const base = await baseCheck(api, root, context);
  const checks = [BOUND, base, ...clockCheck(api, root), ...lockCheck(root)];
  return { reached: base.status === 'FAILED' ? null : root, checks };
}

const BOUND = passed('TOKEN', 'The account can bind.');

async function baseCheck(api: LdapApi, root: RootDse, context: CallContext): Promise<HealthCheck> {
  const { baseDn } = api.settings;
  const code = 'DIRECTORY';
  const hint = `Check baseDn: the server holds ${root.namingContexts.slice(0, 4).join('; ') || 'nothing that it names'}.`;
  try {
    if ((await api.entry(baseDn, ['objectClass'], 'read base', context)) === null)
      return failed(code, {
        message: `The base ${baseDn} is not there, or the account may not see it.`,
        hint,
      });
  } catch (error) {
    return failed(code, { ...explainRead(error, 'The base'), hint });
  }
  const name = root.flavour === 'active-directory' ? 'Active Directory' : 'OpenLDAP';
  return passed(code, `${name}, base ${baseDn}.`);
}

function clockCheck(api: LdapApi, { clock }: RootDse): readonly HealthCheck[] {
  if (clock === null) return [];
  const skew = Math.abs(clock.getTime() - api.now().getTime());
  if (skew < CLOCK_SKEW_MS) return [passed('CLOCK', 'The clocks of server and gateway agree.')];
  return [
    {
      code: 'CLOCK',
      status: 'WARNING',
      message: `The clocks of server and gateway differ by ${Math.round(skew / 60_000)} minutes.`,
      hint: 'Set both by the same time service.',
    },
  ];
}

function lockCheck({ flavour, passwordPolicy }: RootDse): readonly HealthCheck[] {
  if (flavour !== 'openldap') return [];
  if (passwordPolicy) return [passed('LOCKS', 'The server keeps locks (ppolicy).')];
  return [
    {
      code: 'LOCKS',
      status: 'WARNING',
      message:
        'The server keeps no locks: whether somebody may sign in is not known, and nobody can be suspended.',
      hint: 'Load the overlay ppolicy in the database (man slapo-ppolicy).',
    },
  ];
}
