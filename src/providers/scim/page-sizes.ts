/** Services give as many as they like; most take this many at once. */
export const USERS_PER_PAGE = 100;
export const GROUPS_PER_PAGE = 100;

/** A group's members may be everybody: lists do without them where the service lets us choose (RFC 7644 section 3.9). */
export const WITHOUT_MEMBERS: Readonly<Record<string, string>> = { excludedAttributes: 'members' };
