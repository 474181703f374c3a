import { noFaultClaimsAnything } from './property.ts';
import { openOkta } from './okta-stage.ts';

noFaultClaimsAnything('Okta', 12, openOkta);
