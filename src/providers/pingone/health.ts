import type { HealthCheck } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { writeCheck } from '../health-checks.ts';
import type { Provider } from '../provider.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { checkEnvironment } from './health-environment.ts';
import { checkRights } from './health-rights.ts';
import { writableSetting } from '../../model/writable-setting.ts';
import type { PingOneSettings } from './settings.ts';

/**
 * Tries what the gateway needs of an environment, in the order in which a person would put it right. Never throws.
 * Codes: `TOKEN`, `ENVIRONMENT`, `CLOCK`, `READ_USERS`, `READ_POPULATIONS`, `READ_GROUPS`, `READ_ROLES`, `READ_APPLICATIONS`,
 * `READ_POLICIES`, `MFA_REPORT`, `READ_AUDIT`, `READ_ROLE_ASSIGNMENTS`, `READ_DEVICES`, `EMPTY_LISTS`, `WRITE`. After a failed token or
 * environment the others are left out where they would only repeat it.
 */
export async function checkHealth(
  provider: Provider,
  api: EnvironmentApi,
  clock: () => Date,
  context: CallContext,
): Promise<readonly HealthCheck[]> {
  const { reached, checks } = await checkEnvironment(api, clock, context);
  if (reached === 'NO') return checks;
  const rights = await checkRights(provider, context);
  // A credential without any right here fails in everything: once is enough to say so.
  if (reached === 'REFUSED' && !rights.some(({ status }) => status === 'OK')) return checks;
  return [...checks, ...rights, writeCheck(api.settings.writable, writeHints(api.settings))];
}

function writeHints({ writableVariable }: PingOneSettings) {
  const setting = writableSetting(writableVariable);
  return {
    on: 'Suspending needs Identity Data Admin.',
    off: `To allow actions, set ${setting} and grant Identity Data Admin to the worker application.`,
  };
}
