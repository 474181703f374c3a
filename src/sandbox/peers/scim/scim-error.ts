import { type PeerAnswer, PeerError } from '../peer-server.ts';

/** Answers of the service say what they are. */
export const SCIM_TYPE = { 'Content-Type': 'application/scim+json;charset=UTF-8' } as const;

/** The error envelope of RFC 7644 section 3.12: its `status` is a text. */
export function errorAnswer(status: number, scimType: string | null, detail: string): PeerAnswer {
  return {
    status,
    headers: SCIM_TYPE,
    body: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
      ...(scimType === null ? {} : { scimType }),
      detail,
    },
  };
}

export function scimError(status: number, scimType: string | null, detail: string): PeerError {
  return new PeerError(errorAnswer(status, scimType, detail));
}
