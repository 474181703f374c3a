import type { RoleTier } from '../../model/role.ts';

/**
 * Microsoft's own roles by their template ids, which are the same in every tenant ("Microsoft Entra built-in roles").
 *
 * Tier 0: the eight that CISA's secure configuration baseline counts as highly privileged, and the two that may reset the
 * credentials of a Global Administrator.
 */
const TIERS: ReadonlyMap<string, RoleTier> = new Map<string, RoleTier>([
  // Global Administrator
  ['62e90394-69f5-4237-9190-012177145e10', 0],
  // Privileged Role Administrator
  ['e8611ab8-c189-46e8-94e1-60213ab1f814', 0],
  // User Administrator
  ['fe930be7-5e62-47db-91af-98c3a49a38b1', 0],
  // SharePoint Administrator
  ['f28a1f50-f6e7-4571-818b-6a12f2af6b6c', 0],
  // Exchange Administrator
  ['29232cdf-9323-42fd-ade2-1d097af3e4de', 0],
  // Hybrid Identity Administrator
  ['8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2', 0],
  // Application Administrator
  ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', 0],
  // Cloud Application Administrator
  ['158c047a-c907-4556-b7ef-446551a6b5f7', 0],
  // Privileged Authentication Administrator
  ['7be44c8a-adaf-4e2a-84d6-ab2649e08a13', 0],
  // Partner Tier2 Support
  ['e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8', 0],

  // Authentication Administrator
  ['c4e39bd9-1100-46d3-8c65-fb160da0071f', 1],
  // Helpdesk Administrator
  ['729827e3-9c14-49f7-bb1b-9608f156bbb8', 1],
  // Password Administrator
  ['966707d0-3269-4727-9be2-8c3a10f19b9d', 1],
  // Security Administrator
  ['194ae4cb-b126-40b2-bd5b-6091b380977d', 1],
  // Conditional Access Administrator
  ['b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', 1],
  // Authentication Policy Administrator
  ['0526716b-113d-4c15-b2c8-68e3c22b9f80', 1],
  // Groups Administrator
  ['fdd7a751-b60b-444a-984c-02652fe8fa1c', 1],
  // Intune Administrator
  ['3a2c62db-5318-420d-8d74-23affee5d9d5', 1],
  // Identity Governance Administrator
  ['45d8d3c5-c802-45c6-b32a-1d70b5e1e86e', 1],
  // Domain Name Administrator
  ['8329153b-31d0-4727-b945-745eb3bc5f31', 1],
  // External Identity Provider Administrator
  ['be2f45a1-457d-42af-a067-6ec1fa63bc45', 1],
  // Directory Writers
  ['9360feb5-f418-4baa-8175-e2a00bac4301', 1],
  // Directory Synchronization Accounts
  ['d29b2b05-8046-44ba-8758-1e26182fcf32', 1],
  // Partner Tier1 Support
  ['4ba39ca4-527c-499a-b93d-d9b492c50246', 1],

  // Global Reader
  ['f2ef992c-3afb-46b9-b7cf-a126ee74c451', 2],
  // Security Reader
  ['5d6b6bb7-de71-4623-b4af-96380a352509', 2],
  // Directory Readers
  ['88d8e3e3-8f55-4a1e-953a-9b9898b8876b', 2],
  // Reports Reader
  ['4a5d8f65-41da-4de4-8968-e035b65339cf', 2],
  // Message Center Reader
  ['790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b', 2],
  // Usage Summary Reports Reader
  ['75934031-6c7e-415a-99d7-48dbd49e875e', 2],
]);

/** Reading these is as good as holding them. */
const SECRETS = /password|credential|key|secret/i;

/**
 * Where a built-in role stands; one that is not in the table counts as looking only when that is all that its actions do.
 * Roles that the operator defined are not placed.
 */
export function tierOf(
  role: { readonly templateId: string; readonly custom: boolean },
  actions: readonly string[],
): RoleTier | null {
  if (role.custom) return null;
  const known = TIERS.get(role.templateId.toLowerCase());
  if (known !== undefined) return known;
  const onlyLooks = actions.every((action) => /\/read$/i.test(action) && !SECRETS.test(action));
  return actions.length > 0 && onlyLooks ? 2 : null;
}
