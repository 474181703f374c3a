import { noFaultClaimsAnything } from './property.ts';
import { openPingOne } from './pingone-stage.ts';

noFaultClaimsAnything('PingOne', 10, openPingOne);
