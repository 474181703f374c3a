import type { ActionName, JsonObject } from '../../model/action.ts';
import type { Permission } from '../../model/permission.ts';
import type { ObjectKind, ObjectRecord } from '../../providers/object-writes.ts';
import type { ActionEnvironment, ActionInput, Target } from '../action.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Guard, GuardRefusal } from '../guards/guard.ts';
import { secretDigest } from '../secret-digest.ts';
import { forgetObject } from './forget-object.ts';
import { hasSecret, redacted, SECRET } from './secret-members.ts';

/** What actions on an object that exists accept. */
export interface ObjectInput extends ActionInput {
  /** The provider's id; of what belongs to another object both, as `<parent>/<id>`. */
  readonly externalId: string;
}

/** What the actions on one kind of object have of their own. */
export interface ObjectActionSpec {
  readonly permission: Permission;
  readonly guards?: readonly Guard[];
  /** Members that are set for good when the object is created. */
  readonly fixed?: readonly string[];
  /** What a new one is given where nothing is said of it. */
  readonly complete?: (members: JsonObject) => JsonObject;
  /** What stands against changing or deleting the object as it was just read; left out: nothing. */
  readonly objection?: (record: ObjectRecord, environment: ActionEnvironment) => Promise<GuardRefusal | null>;
  /** What stands against giving an object, null: a new one, these members; left out: nothing. */
  readonly memberObjection?: (
    record: ObjectRecord | null,
    members: JsonObject,
    environment: ActionEnvironment,
  ) => Promise<GuardRefusal | null>;
}

/** `PASSWORD_POLICY` is created by `CREATE_PASSWORD_POLICY`, in a mutation `createPasswordPolicy`. */
export function namesOf(
  verb: 'CREATE' | 'UPDATE' | 'DELETE',
  kind: ObjectKind,
): { readonly name: ActionName; readonly mutation: string } {
  const type = kind
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');
  return { name: `${verb}_${kind}` as const, mutation: `${verb.toLowerCase()}${type}` };
}

/** `sign-on policy`, for sentences. */
export function wordsOf(kind: ObjectKind): string {
  return kind.toLowerCase().replaceAll('_', ' ').replace('sign on', 'sign-on');
}

/** `an application`. */
export function withArticle(kind: ObjectKind): string {
  const words = wordsOf(kind);
  return `${/^[aei]/.test(words) ? 'an' : 'a'} ${words}`;
}

/** What actions on objects have in common: the object as it is now, what is told of it, what is forgotten afterwards. */
export function onObject(kind: ObjectKind) {
  return {
    subjectType: kind,
    locate: async ({ externalId }: ObjectInput): Promise<Target | null> =>
      externalId === '' ? null : { externalId },
    read: async (
      { externalId }: Target,
      _input: ObjectInput,
      { provider, context }: ActionEnvironment,
    ): Promise<ObjectRecord | null> => await provider.objectWrites.read(kind, externalId, context),
    idOf: ({ externalId }: ObjectRecord) => externalId,
    describe: ({ members }: ObjectRecord): JsonObject => redacted(kind, members),
    forget: forgetObject(kind),
  } as const;
}

/** What is wrong with members that somebody wants to set; null: nothing. */
export function membersProblem(members: JsonObject): string | null {
  const never = neverSet.find((name) => Object.hasOwn(members, name));
  if (never !== undefined)
    return `Expected members that can be set; received "${never}", which the provider sets. Leave it out.`;
  if (hasSecret(members))
    return `Expected the values themselves; received "${SECRET}", which only stands in the place of one. Leave the member out, and it stays as it is.`;
  return null;
}

const neverSet = ['id', 'environment', 'createdAt', 'updatedAt', '_links', '_embedded'];

/** What makes a repeat with other secrets another request: not guessed from what is stored, since it is slow to try. */
export async function secretFingerprint(
  kind: ObjectKind,
  members: JsonObject,
  { idempotencyKey }: ActionInput,
): Promise<JsonObject> {
  if (!hasSecret(redacted(kind, members))) return {};
  const salt = `rollcall\n${kind}\n${idempotencyKey ?? ''}`;
  return { secrets: await secretDigest(canonicalJson(members), salt) };
}

export function notPossible(message: string): GuardRefusal {
  return { code: 'NOT_POSSIBLE', message, retryable: false };
}
