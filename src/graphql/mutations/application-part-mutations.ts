import {
  createApplicationAttribute,
  createApplicationGrant,
  createSignOnPolicyAssignment,
  deleteApplicationAttribute,
  deleteApplicationGrant,
  deleteSignOnPolicyAssignment,
  updateApplicationAttribute,
  updateApplicationGrant,
  updateSignOnPolicyAssignment,
} from '../../actions/applications/application-parts.ts';
import { applicationObject } from './application-mutation.ts';
import { defineObjectActions } from './define-object-actions.ts';

const parent = { field: 'application', typename: 'Application' };

const referred = (id: unknown): unknown => ({ id });

defineObjectActions({
  what: 'grant',
  parent,
  object: applicationObject,
  create: {
    action: createApplicationGrant,
    description:
      'Lets an application ask for scopes of a resource. It has one grant for each resource: one that is as asked for is left as it is, one that is otherwise is a conflict.',
  },
  update: {
    action: updateApplicationGrant,
    description: 'Sets which scopes of a resource an application may ask for. `undo` puts back what it was.',
  },
  remove: {
    action: deleteApplicationGrant,
    description: 'Takes all scopes of a resource from an application. Safe to repeat.',
  },
  fields: {
    resourceId: {
      type: 'String',
      required: true,
      createOnly: true,
      member: 'resource',
      form: referred,
      description: "The provider's id of the resource.",
    },
    scopeIds: {
      type: 'String',
      list: true,
      required: true,
      member: 'scopes',
      form: referred,
      description: "The provider's ids of the scopes, all that it is to have of this resource.",
    },
  },
});

defineObjectActions({
  what: 'sign-on policy assignment',
  parent,
  object: applicationObject,
  create: {
    action: createSignOnPolicyAssignment,
    description:
      'Makes an application sign people on by a policy. Without any it uses the default policy of the directory.',
  },
  update: {
    action: updateSignOnPolicyAssignment,
    description: 'Puts another policy in its place, or gives it another place in the order.',
  },
  remove: {
    action: deleteSignOnPolicyAssignment,
    description:
      'An application does not sign people on by this policy any more. Safe to repeat. Without any it uses the default policy of the directory.',
  },
  fields: {
    signOnPolicy: {
      type: 'ID',
      of: 'SignOnPolicy',
      required: true,
      member: 'signOnPolicy',
      description: 'Id of the policy.',
    },
    priority: {
      type: 'Int',
      required: true,
      member: 'priority',
      description: 'Its place in the order, from 1 on; 1 is tried first.',
    },
  },
});

defineObjectActions({
  what: 'attribute',
  parent,
  object: applicationObject,
  create: {
    action: createApplicationAttribute,
    description: 'Tells an application something about its users.',
  },
  update: {
    action: updateApplicationAttribute,
    description: 'Changes what an application is told about its users. `undo` puts back what it was.',
  },
  remove: {
    action: deleteApplicationAttribute,
    description:
      'Does not tell an application this about its users any more. Safe to repeat. What the protocol itself demands cannot be deleted.',
  },
  fields: {
    name: { type: 'String', required: true, member: 'name', description: 'Name that the application sees.' },
    value: {
      type: 'String',
      required: true,
      member: 'value',
      description: 'Where the value comes from: `${user.email}`.',
    },
    required: {
      type: 'Boolean',
      required: true,
      member: 'required',
      description: 'Whether sign-on is to fail without it.',
    },
  },
});
