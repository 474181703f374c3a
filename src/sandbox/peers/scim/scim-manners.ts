/** How the service behaves: as documented, and as real ones were seen to. All can be changed while it runs. */
export interface ScimManners {
  /** Rows in the largest page. Default 100. */
  pageCap: number;
  /** What `/ServiceProviderConfig` offers and lists go by. `CURSOR` is RFC 9865. */
  paging: 'INDEX' | 'CURSOR';
  /** Gives the first page again for any `startIndex`. */
  ignoresPaging: boolean;
  /** Begins anew where a list is over, in place of an empty page. */
  wrapsAround: boolean;
  /** Says as `itemsPerPage` what was asked for. */
  echoesCount: boolean;
  /** `totalResults` in lists; `OVERSTATED` is one more than there are. */
  totals: 'SENT' | 'LEFT_OUT' | 'OVERSTATED';
  /** `REFUSED`: 400 `invalidFilter` to everything but one `eq` on `userName`, `externalId` or `emails.value`. */
  filters: 'APPLIED' | 'IGNORED' | 'REFUSED' | 'CASE_EXACT';
  /** Whether `userName eq` is taken when the rest is refused. */
  takesNoFilter: boolean;
  /** Leaves `members` out of groups unless they are asked for by name. */
  membersOnRequest: boolean;
  /** Whether users carry `groups`. */
  sendsGroups: boolean;
  /** Whether records without `active` are served. */
  leavesOutActive: boolean;
  /** Demands `If-Match` and says so. */
  etags: boolean;
  /** Whether PATCH is there at all. */
  patch: boolean;
  /** 400 `noTarget` where nothing fits the path of a removal. */
  strictRemoval: boolean;
  /** Cursors that were given out so far are refused as expired. */
  cursorsExpired: boolean;
}

export function goodManners(): ScimManners {
  return {
    pageCap: 100,
    paging: 'INDEX',
    ignoresPaging: false,
    wrapsAround: false,
    echoesCount: false,
    totals: 'SENT',
    filters: 'APPLIED',
    takesNoFilter: false,
    membersOnRequest: false,
    sendsGroups: true,
    leavesOutActive: false,
    etags: false,
    patch: true,
    strictRemoval: false,
    cursorsExpired: false,
  };
}
