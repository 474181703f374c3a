import type { AnyAction } from '../action.ts';
import {
  createApplication,
  deleteApplication,
  disableApplication,
  enableApplication,
  updateApplication,
} from './application-objects.ts';
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
} from './application-parts.ts';
import { deleteCertificate } from './delete-certificate.ts';
import {
  createIdentityProvider,
  createIdentityProviderAttribute,
  deleteIdentityProvider,
  deleteIdentityProviderAttribute,
  disableIdentityProvider,
  enableIdentityProvider,
  updateIdentityProvider,
  updateIdentityProviderAttribute,
} from './identity-provider-actions.ts';
import { importCertificate } from './import-certificate.ts';
import { revokePreviousApplicationSecret } from './revoke-previous-application-secret.ts';
import { rotateApplicationSecret } from './rotate-application-secret.ts';
import {
  createWebhook,
  deleteWebhook,
  disableWebhook,
  enableWebhook,
  updateWebhook,
} from './webhook-actions.ts';

/** Actions on applications, identity providers, certificates and webhooks. */
export const applicationActions: readonly AnyAction[] = [
  createApplication,
  updateApplication,
  deleteApplication,
  enableApplication,
  disableApplication,
  rotateApplicationSecret,
  revokePreviousApplicationSecret,
  createApplicationGrant,
  updateApplicationGrant,
  deleteApplicationGrant,
  createSignOnPolicyAssignment,
  updateSignOnPolicyAssignment,
  deleteSignOnPolicyAssignment,
  createApplicationAttribute,
  updateApplicationAttribute,
  deleteApplicationAttribute,
  createIdentityProvider,
  updateIdentityProvider,
  deleteIdentityProvider,
  enableIdentityProvider,
  disableIdentityProvider,
  createIdentityProviderAttribute,
  updateIdentityProviderAttribute,
  deleteIdentityProviderAttribute,
  importCertificate,
  deleteCertificate,
  createWebhook,
  updateWebhook,
  deleteWebhook,
  enableWebhook,
  disableWebhook,
];
