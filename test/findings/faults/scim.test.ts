import { noFaultClaimsAnything } from './property.ts';
import { openScim } from './scim-stage.ts';

noFaultClaimsAnything('SCIM by index', 8, () => openScim({}));
noFaultClaimsAnything('SCIM by cursor', 8, () => openScim({ paging: 'CURSOR' }));
