import type { ActionSubjectType, JsonObject } from '../model/action.ts';
import type { CallContext } from '../upstream/call.ts';

/** Objects of a directory's configuration: everything that actions are done to but people and their devices. */
export type ObjectKind = Exclude<ActionSubjectType, 'USER' | 'MFA_DEVICE' | 'DIRECTORY'>;

/** An object in the provider's own words, with what a change of it has to keep. It may hold secrets: never show it as it is. */
export interface ObjectRecord {
  /** The provider's id; of what belongs to another object both, as `<parent>/<id>`. */
  readonly externalId: string;
  /** What can be set: no ids, links, timestamps, nor what the provider works out itself. */
  readonly members: JsonObject;
  /** What the provider works out itself and nobody can set: counts, where it came from. */
  readonly readOnly: JsonObject;
}

/**
 * What reads whole, creates, changes and deletes the objects of a directory's configuration. Those that write send, and
 * resolve when the provider accepted; whoever calls reads back. All throw `UpstreamError`.
 */
export interface ObjectWrites {
  /** The object as it is now; null: the provider says that there is none. */
  read(kind: ObjectKind, externalId: string, context: CallContext): Promise<ObjectRecord | null>;
  /** The object that a new one with these members would be in the way of: usually that of the same name. Null: there is none. */
  find(
    kind: ObjectKind,
    parentId: string | null,
    members: JsonObject,
    context: CallContext,
  ): Promise<ObjectRecord | null>;
  /** Not to be sent twice. */
  create(
    kind: ObjectKind,
    parentId: string | null,
    members: JsonObject,
    context: CallContext,
  ): Promise<ObjectRecord>;
  /** Puts the members in the place of all that the object has: what is left out is cleared. */
  replace(kind: ObjectKind, externalId: string, members: JsonObject, context: CallContext): Promise<void>;
  remove(kind: ObjectKind, externalId: string, context: CallContext): Promise<void>;
  /** Null: users of the population sign on at the directory itself. */
  setPopulationIdentityProvider(
    populationId: string,
    identityProviderId: string | null,
    context: CallContext,
  ): Promise<void>;
}
