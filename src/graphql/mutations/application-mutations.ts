import {
  createApplication,
  deleteApplication,
  disableApplication,
  enableApplication,
  updateApplication,
} from '../../actions/applications/application-objects.ts';
import { builder } from '../builder.ts';
import { applicationObject } from './application-mutation.ts';
import { defineObjectActions } from './define-object-actions.ts';

const NewProtocolEnum = builder.enumType('NewApplicationProtocol', {
  description: 'How a new application is to sign people on.',
  values: {
    OPENID_CONNECT: { description: 'OpenID Connect or OAuth 2.0.' },
    SAML: { description: 'SAML 2.0.' },
    WS_FED: { description: 'WS-Federation.' },
    EXTERNAL_LINK: { description: 'A link only: the directory does not sign anybody on to it.' },
  } as const,
});

defineObjectActions({
  what: 'application',
  named: { field: 'application', typename: 'Application' },
  create: {
    action: createApplication,
    description:
      'Creates an application. One of that name that is as asked for already is left as it is; one that is otherwise is a conflict. Its secret, where it has one, is made by the provider: `rotateApplicationSecret` makes one that is shown.',
  },
  update: {
    action: updateApplication,
    description:
      "Changes an application; members of the input that are left out stay. Refused for the gateway's own; one that holds a role that takes over the directory needs `role:assign` too. `undo` puts back what it was.",
  },
  remove: {
    action: deleteApplication,
    description:
      "Deletes an application with its secret, grants, attributes and roles. Refused for the gateway's own. Nothing takes it back: `disableApplication` does less.",
  },
  further: [
    {
      action: enableApplication,
      description: 'Lets people and machines sign on to an application again. Safe to repeat.',
    },
    {
      action: disableApplication,
      description:
        "Lets nobody sign on to an application; all that it is set to stays. Safe to repeat. Refused for the gateway's own. `enableApplication` takes it back.",
    },
  ],
  object: applicationObject,
  fields: {
    name: { type: 'String', required: true, member: 'name', description: 'Its name.' },
    description: { type: 'String', member: 'description', description: 'What it is for.' },
    enabled: {
      type: 'Boolean',
      required: true,
      member: 'enabled',
      description: 'Whether it can be signed on to.',
    },
    protocol: {
      type: NewProtocolEnum,
      required: true,
      createOnly: true,
      member: 'protocol',
      description: 'How it signs people on, for good.',
    },
    type: {
      type: 'String',
      required: true,
      createOnly: true,
      member: 'type',
      description: "The provider's word for its kind, for good: `WEB_APP`, `NATIVE_APP`, `WORKER` ...",
    },
    redirectUris: {
      type: 'String',
      list: true,
      member: 'redirectUris',
      description:
        'OpenID Connect: where people may be sent back to. Takes the place of those that are there.',
    },
    grantTypes: {
      type: 'String',
      list: true,
      member: 'grantTypes',
      description: 'OpenID Connect: grants that it may use, such as `AUTHORIZATION_CODE`.',
    },
    responseTypes: {
      type: 'String',
      list: true,
      member: 'responseTypes',
      description: 'OpenID Connect: response types that it may ask for, such as `CODE`.',
    },
    tokenEndpointAuthMethod: {
      type: 'String',
      member: 'tokenEndpointAuthMethod',
      description:
        'OpenID Connect: how it proves itself at the token endpoint, such as `CLIENT_SECRET_BASIC`.',
    },
    pkceEnforcement: {
      type: 'String',
      member: 'pkceEnforcement',
      description: 'OpenID Connect: `OPTIONAL`, `REQUIRED` or `S256_REQUIRED`.',
    },
    spEntityId: {
      type: 'String',
      member: 'spEntityId',
      description: 'SAML: entity id of the application.',
    },
    acsUrls: {
      type: 'String',
      list: true,
      member: 'acsUrls',
      description: 'SAML: where assertions are sent. Takes the place of those that are there.',
    },
    assertionDuration: {
      type: 'Int',
      member: 'assertionDuration',
      description: 'SAML: seconds that an assertion holds.',
    },
    homePageUrl: { type: 'String', member: 'homePageUrl', description: 'Where its users go.' },
  },
});
