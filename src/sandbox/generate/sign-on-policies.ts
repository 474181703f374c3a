import type { Draft } from './draft.ts';

type Action = Record<string, unknown> & { readonly type: string };

const login: Action = { type: 'LOGIN', recovery: { enabled: true }, registration: { enabled: false } };

/** A step that asks for a device; everybody's own choice of methods is left to the device policy. */
const mfa = (draft: Draft, devicePolicy: string, noDevicesMode: 'BYPASS' | 'BLOCK'): Action => ({
  type: 'MULTI_FACTOR_AUTHENTICATION',
  noDevicesMode,
  deviceAuthenticationPolicy: { id: draft.idOf('deviceAuthenticationPolicies', devicePolicy) },
});

interface PolicyPlan {
  readonly name: string;
  readonly description: string;
  readonly default?: boolean;
  readonly actions: readonly Action[];
}

function plans(draft: Draft): PolicyPlan[] {
  const contoso = { id: draft.idOf('identityProviders', 'Contoso workforce') };
  return [
    {
      name: 'Multi_Factor',
      description: 'Password, then a device unless the last sign-on with one was within eight hours',
      default: true,
      actions: [
        login,
        {
          ...mfa(draft, 'Default MFA Policy', 'BLOCK'),
          // The documented condition on the age of the last sign-on, in seconds.
          condition: { secondsSince: '${session.lastSignOn.withAuthenticator.mfa.at}', greater: 28_800 },
        },
      ],
    },
    { name: 'Single_Factor', description: 'Password only', actions: [login] },
    {
      name: 'Shop_Floor',
      description: 'Whoever has no device passes',
      actions: [login, mfa(draft, 'Shop floor', 'BYPASS')],
    },
    {
      name: 'Administrators_Always',
      description: 'A device at every sign-on',
      actions: [login, mfa(draft, 'Administrators', 'BLOCK')],
    },
    {
      name: 'Contoso_First',
      description: 'Sends people of Contoso to their own provider',
      actions: [
        { type: 'IDENTIFIER_FIRST', recovery: { enabled: false }, registration: { enabled: false } },
        { type: 'IDENTITY_PROVIDER', identityProvider: contoso, registration: { enabled: false } },
        mfa(draft, 'Default MFA Policy', 'BLOCK'),
      ],
    },
  ];
}

export function addSignOnPolicies(draft: Draft): void {
  const random = draft.random('sign-on policies');
  for (const { name, description, default: isDefault, actions } of plans(draft)) {
    const id = random.uuid();
    draft.addNamed('signOnPolicies', {
      id,
      environment: draft.environment,
      name,
      description,
      default: isDefault === true,
      createdAt: draft.ago(2000),
      updatedAt: draft.ago(random.between(10, 900)),
    });
    for (const [index, action] of structuredClone(actions).entries()) {
      draft.addBelow('signOnPolicies/actions', id, {
        id: random.uuid(),
        environment: draft.environment,
        signOnPolicy: { id },
        priority: index + 1,
        ...action,
      });
    }
  }
}
