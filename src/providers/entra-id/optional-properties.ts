import { unknown, type Unknown } from '../../model/fact.ts';
import type { Clock } from '../../upstream/clock.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import { OPTIONAL, type OptionalProperty } from './user-properties.ts';

/** A licence may be bought, a right be granted: so often it is looked whether a property can be had by now. */
const FORGOTTEN_AFTER_MS = 3_600_000;

const NO_LICENCE = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';
const NO_AUDIT_RIGHT = 'Authentication_MSGraphPermissionMissing';

interface Answered<T> {
  readonly value: T;
  readonly asked: readonly OptionalProperty[];
}

/**
 * Which optional properties a tenant gives. One that may not be read makes Graph refuse the whole request, so that it is left out,
 * asked for no more for an hour, and told as unknown with the reason.
 */
export class OptionalProperties {
  readonly #clock: Clock;
  readonly #refused = new Map<OptionalProperty, { readonly why: Unknown; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Those that are worth asking for now. */
  get wanted(): readonly OptionalProperty[] {
    const now = this.#clock.monotonic();
    return OPTIONAL.filter((property) => (this.#refused.get(property)?.until ?? 0) <= now);
  }

  /** Why the last sign-in is not told in an answer for which these were asked; null: it is. */
  signInMissing(asked: readonly OptionalProperty[]): Unknown | null {
    if (asked.includes('signInActivity')) return null;
    return this.#refused.get('signInActivity')?.why ?? unknown('FORBIDDEN', 'It was not asked for.');
  }

  /** Asks with all that are wanted, and with fewer where that is refused. @throws what the first try threw, when none is accepted. */
  async read<T>(attempt: (asked: readonly OptionalProperty[]) => Promise<T>): Promise<Answered<T>> {
    const { wanted } = this;
    let first: UpstreamError | null = null;
    let tries: readonly (readonly OptionalProperty[])[] = [wanted];
    for (;;) {
      const [asked, ...rest] = tries;
      if (asked === undefined) throw first ?? new Error('there was nothing to try');
      try {
        const value = await attempt(asked);
        this.#note(wanted, asked, first);
        return { value, asked };
      } catch (error) {
        if (!(error instanceof UpstreamError) || !isRefusal(error)) throw error;
        tries = first === null ? fewer(wanted, error) : rest;
        first ??= error;
      }
    }
  }

  #note(
    wanted: readonly OptionalProperty[],
    asked: readonly OptionalProperty[],
    error: UpstreamError | null,
  ): void {
    if (error === null) return;
    const until = this.#clock.monotonic() + FORGOTTEN_AFTER_MS;
    for (const property of wanted)
      if (!asked.includes(property)) this.#refused.set(property, { why: reasonOf(error), until });
  }
}

/** 403, or 501 for a property that this list cannot give. */
function isRefusal({ code, facts }: UpstreamError): boolean {
  return code === 'FORBIDDEN' || facts.status === 501;
}

/** What to try next: without the one that the refusal speaks of, else without each, else without any. */
function fewer(
  wanted: readonly OptionalProperty[],
  { facts }: UpstreamError,
): readonly (readonly OptionalProperty[])[] {
  const without = (gone: OptionalProperty): readonly OptionalProperty[] =>
    wanted.filter((property) => property !== gone);
  if (!wanted.includes('signInActivity')) return wanted.length === 0 ? [] : [[]];
  const speaksOfActivity = facts.providerCode === NO_LICENCE || facts.providerCode === NO_AUDIT_RIGHT;
  if (speaksOfActivity) return wanted.length === 1 ? [[]] : [without('signInActivity'), []];
  return wanted.length === 1 ? [[]] : [without('employeeLeaveDateTime'), without('signInActivity'), []];
}

function reasonOf({ facts }: UpstreamError): Unknown {
  if (facts.providerCode === NO_LICENCE)
    return unknown('NOT_LICENSED', 'No licence: the last sign-in is told with Entra ID P1 or P2 only.');
  return unknown(
    'FORBIDDEN',
    'Refused: the last sign-in needs AuditLog.Read.All, the last day of work User-LifeCycleInfo.Read.All.',
  );
}
