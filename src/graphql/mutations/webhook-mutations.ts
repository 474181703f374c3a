import {
  createWebhook,
  deleteWebhook,
  disableWebhook,
  enableWebhook,
  updateWebhook,
} from '../../actions/applications/webhook-actions.ts';
import { WebhookType } from '../certificate.ts';
import { rowById } from '../listing.ts';
import { defineObjectActions } from './define-object-actions.ts';

defineObjectActions({
  what: 'webhook',
  object: {
    field: 'webhook',
    type: WebhookType,
    load: ({ directory, externalId }, context) =>
      rowById(context.loaders(directory).settings.webhooks(), externalId),
  },
  create: {
    action: createWebhook,
    description:
      'Sends events of a directory to an address. The values of its headers are passed on, and kept and shown nowhere.',
  },
  update: {
    action: updateWebhook,
    description: 'Changes where events go, and which; members of the input that are left out stay.',
  },
  remove: { action: deleteWebhook, description: 'Events do not go there any more. Safe to repeat.' },
  further: [
    {
      action: enableWebhook,
      description: 'Events go there again; those of the time between do not. Safe to repeat.',
    },
    {
      action: disableWebhook,
      description:
        'Events do not go there; all that it is set to stays. Safe to repeat. `enableWebhook` takes it back.',
    },
  ],
  fields: {
    name: { type: 'String', required: true, member: 'name', description: 'Its name.' },
    enabled: { type: 'Boolean', required: true, member: 'enabled', description: 'Whether it is used.' },
    format: {
      type: 'String',
      required: true,
      member: 'format',
      description: 'Form of the events: `ACTIVITY`, `SPLUNK` or `NEWRELIC`.',
    },
    url: {
      type: 'String',
      member: 'httpEndpoint.url',
      description: 'Where they go. A password or query in it counts as a secret.',
    },
    headers: {
      type: 'JSON',
      member: 'httpEndpoint.headers',
      description:
        'Headers that they are sent with, by name; null takes one away. Their values count as secrets.',
    },
    verifiesTls: {
      type: 'Boolean',
      required: true,
      member: 'verifyTlsCertificates',
      description: "Whether the receiver's certificate is checked.",
    },
    includedActionTypes: {
      type: 'String',
      list: true,
      required: true,
      member: 'filterOptions.includedActionTypes',
      description: 'Which events: `USER.UPDATED`, `ROLE_ASSIGNMENT.CREATED` ...',
    },
  },
});
