import type { HealthCheck } from '../../model/directory.ts';
import type { CallContext } from '../../upstream/call.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { failed, passed } from '../health-checks.ts';
import { concernsToken, type Explanation } from '../health-failure.ts';
import type { Answer } from '../rest-api.ts';
import { text } from '../rows.ts';
import type { EnvironmentApi } from './environment-api.ts';
import { explainRead, explainToken, explainUnreachable } from './health-failure.ts';

/** Clocks further apart than this make tokens and ages wrong. */
const CLOCK_SLACK_MS = 60_000;

interface EnvironmentChecks {
  /** REFUSED: there, perhaps, but its own record may not be read. */
  readonly reached: 'YES' | 'REFUSED' | 'NO';
  readonly checks: readonly HealthCheck[];
}

/** `TOKEN`, `ENVIRONMENT` and `CLOCK`: without the first two nothing else is worth trying. */
export async function checkEnvironment(
  api: EnvironmentApi,
  clock: () => Date,
  context: CallContext,
): Promise<EnvironmentChecks> {
  try {
    const answer = await api.read('/environments/{environmentId}', {}, context);
    return { reached: 'YES', checks: [TOKEN_OK, environmentCheck(api, answer), clockCheck(answer, clock())] };
  } catch (error) {
    if (concernsToken(error)) return { reached: 'NO', checks: [failed('TOKEN', explainToken(error))] };
    return {
      reached: error instanceof UpstreamError && error.code === 'FORBIDDEN' ? 'REFUSED' : 'NO',
      checks: [TOKEN_OK, failed('ENVIRONMENT', explainEnvironment(error))],
    };
  }
}

const TOKEN_OK = passed('TOKEN', 'PingOne issues a token to the worker application.');

function environmentCheck(api: EnvironmentApi, { members }: Answer): HealthCheck {
  const { region, environmentId } = api.settings;
  const name = text(members, 'name') ?? environmentId;
  const actual = text(members, 'region');
  if (region !== null && actual !== null && actual !== region) {
    return {
      code: 'ENVIRONMENT',
      status: 'WARNING',
      message: `The environment "${name}" is in the region ${actual}; configured is ${region}.`,
      hint: `Set the region to ${actual}.`,
    };
  }
  const status = text(members, 'status');
  if (status !== null && status !== 'ACTIVE') {
    return {
      code: 'ENVIRONMENT',
      status: 'WARNING',
      message: `The environment "${name}" is in the state ${status}.`,
      hint: 'An environment that is being deleted can be restored in the PingOne console for a time.',
    };
  }
  return passed('ENVIRONMENT', `The environment "${name}" answers.`);
}

function clockCheck({ headers }: Answer, now: Date): HealthCheck {
  const theirs = Date.parse(headers['date'] ?? '');
  if (Number.isNaN(theirs)) {
    return {
      code: 'CLOCK',
      status: 'SKIPPED',
      message: 'The answer does not tell the time of PingOne.',
      hint: null,
    };
  }
  const apart = now.getTime() - theirs;
  const seconds = Math.round(Math.abs(apart) / 1_000);
  if (Math.abs(apart) <= CLOCK_SLACK_MS) {
    return {
      code: 'CLOCK',
      status: 'OK',
      message: 'The clock of this machine and that of PingOne agree.',
      hint: null,
    };
  }
  return {
    code: 'CLOCK',
    status: 'WARNING',
    message: `The clock of this machine is ${seconds} s ${apart > 0 ? 'ahead of' : 'behind'} that of PingOne.`,
    hint: 'Set the clock by a time server: tokens, sessions and the ages in findings are judged by it.',
  };
}

/** 404: there is none. 403: there is one that may not be seen, or there is none (PingOne does not always tell). */
function explainEnvironment(error: unknown): Explanation {
  if (error instanceof UpstreamError) {
    if (error.code === 'NOT_FOUND') {
      return {
        message: 'There is no environment with this id in this region (404).',
        hint: 'Copy the environment id from "Settings", "Environment Properties" in the PingOne console, and check the region.',
      };
    }
    if (error.code === 'FORBIDDEN') {
      return {
        message: 'The environment may not be seen by the worker application, or does not exist (403).',
        hint:
          'Check the environment id. If it is right, the worker application has no admin role in this environment: grant ' +
          'Identity Data Read Only and Configuration Read Only there.',
      };
    }
    if (error.code === 'UNREACHABLE' || error.code === 'TIMED_OUT')
      return explainUnreachable(error, 'The API');
  }
  return explainRead(error, 'The environment', 'Configuration Read Only');
}
