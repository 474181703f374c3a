import { type Cell, type ExportRow, unknownWord } from './export-row.ts';
import type { How } from './memberships.ts';

export const entitlementColumns = [
  'directory',
  'principalType',
  'principalId',
  'principalName',
  'principalStatus',
  'kind',
  'targetId',
  'targetName',
  'targetStatus',
  'how',
  'via',
  'scopeType',
  'scopeId',
  'since',
  'observedAt',
] as const;

/** In the order of rows. EVERYBODY: whoever is in the directory; its rows also say what is not known of all of them. */
export const principalTypes = ['EVERYBODY', 'USER', 'GROUP', 'APPLICATION'] as const;

export type PrincipalType = (typeof principalTypes)[number];

export interface Principal {
  readonly type: PrincipalType;
  readonly id: string;
  readonly name: Cell;
  readonly status: Cell;
}

export type EntitlementKind = 'APPLICATION' | 'GROUP' | 'ROLE';

/** One grant: that a principal has a target, and how. */
export interface Entitlement {
  readonly kind: EntitlementKind;
  readonly targetId: string;
  readonly targetName: Cell;
  /** Of applications, whether they are switched on. */
  readonly targetStatus?: Cell;
  readonly how: How;
  /** The groups from the principal's own one to that which gives it. */
  readonly via: Cell;
  readonly scopeType?: string;
  readonly scopeId?: string;
  /** Tells grants of the same target by the same way apart. */
  readonly grantId?: string;
}

export function placeOfPrincipal({ type, id }: Pick<Principal, 'id' | 'type'>): readonly string[] {
  return [String(principalTypes.indexOf(type)), id];
}

/** What is not known of a principal's grants of a kind, as a row of its own: that there is no row would look like there being none. */
export function unknownGrants(kind: EntitlementKind, reason: Parameters<typeof unknownWord>[0]): Entitlement {
  const word = unknownWord(reason);
  return {
    kind,
    targetId: word,
    targetName: word,
    how: word as How,
    via: word,
    scopeType: word,
    scopeId: word,
  };
}

export function entitlementRow(
  directory: string,
  principal: Principal,
  grant: Entitlement,
  takenAt: Date,
): ExportRow {
  const { kind, targetId, how, via, scopeType, scopeId, grantId } = grant;
  const path = Array.isArray(via)
    ? via.map((item: { readonly id?: string; readonly text: string }) => item.id ?? item.text)
    : [];
  return {
    place: [
      ...placeOfPrincipal(principal),
      kind,
      targetId,
      scopeType ?? '',
      scopeId ?? '',
      how,
      path.join('>'),
      grantId ?? '',
    ],
    cells: {
      directory,
      principalType: principal.type,
      principalId: principal.id,
      principalName: principal.name,
      principalStatus: principal.status,
      kind,
      targetId,
      targetName: grant.targetName,
      targetStatus: grant.targetStatus ?? null,
      how,
      via,
      scopeType: scopeType ?? null,
      scopeId: scopeId ?? null,
      // No provider's list of members or assignments tells when one was made.
      since: unknownWord('UNSUPPORTED'),
      observedAt: takenAt.toISOString(),
    },
  };
}
