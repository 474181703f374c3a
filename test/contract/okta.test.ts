import { openOktaStage } from './okta-stage.ts';
import { describeProvider } from './provider.ts';

describeProvider('Okta', openOktaStage);
