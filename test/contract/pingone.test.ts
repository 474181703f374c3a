import { openPingOneStage } from './pingone-stage.ts';
import { describeProvider } from './provider.ts';

describeProvider('PingOne', openPingOneStage);
