import type { ChangedObjects } from '../change-reads.ts';
import { isIdOf } from './okta-api.ts';
import type { LogEvent } from './system-log.ts';

/** Kinds of targets, and what their ids are called in templates. */
const PLACES: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['User', { name: 'userId', into: 'userIds' }],
  ['UserGroup', { name: 'groupId', into: 'groupIds' }],
  ['AppInstance', { name: 'appId', into: 'applicationIds' }],
]);

interface Place {
  readonly name: string;
  readonly into: 'userIds' | 'groupIds' | 'applicationIds';
}

/** Gathers what events of the log say was changed. */
export class EventNotes implements ChangedObjects {
  readonly userIds = new Set<string>();
  readonly groupIds = new Set<string>();
  readonly applicationIds = new Set<string>();
  sweepDue: string | null = null;

  /** Adds what an event is about. Those about many at once, whom they do not name, ask for a sweep. */
  add({ type, targets }: LogEvent): void {
    if (begins(type, POLICY_CHANGES)) {
      // Which factors Okta shows follows its enrolment policies; other policies show nowhere in a sweep.
      const kinds = targets.flatMap(({ policyType }) => policyType ?? []);
      if (kinds.length === 0 || kinds.some((kind) => /enrol/i.test(kind)))
        this.sweepDue ??= `A policy was changed (${type}), and Okta shows factors as its enrolment policies say.`;
      return;
    }
    if (begins(type, CHANGES_NOTHING)) return;
    let people = 0;
    for (const { type: kind, id } of targets) {
      const place = PLACES.get(kind);
      if (place === undefined) continue;
      if (kind !== 'AppInstance') people += 1;
      if (isIdOf(place.name, id)) this[place.into].add(id);
      else this.sweepDue ??= `An event (${type}) names somebody by what is no id that could be asked for.`;
    }
    if (type.startsWith('iam.') && people === 0)
      this.sweepDue ??= `Roles were changed (${type}), and the event does not name who holds them.`;
  }
}

/**
 * Events that change nothing which a sweep holds, although they name people, groups or applications: sign-ons, tokens, messages that
 * were sent, who was assigned to which application. Whatever is not here counts, a kind of event that is new included.
 */
const CHANGES_NOTHING: readonly string[] = [
  'user.session.',
  'user.authentication.',
  'policy.',
  'app.',
  'application.user_membership.',
  'application.policy.',
  'security.',
  'system.email.',
  'system.push.',
  'system.sms.',
  'system.voice.',
];

const POLICY_CHANGES: readonly string[] = ['policy.lifecycle.', 'policy.rule.'];

function begins(type: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => type.startsWith(prefix));
}
