import type { ProviderKind } from '../model/directory.ts';
import type { ConnectionOptions, PingOneConnection } from './pingone/upstream.ts';
import { createPingOneUpstream } from './pingone/upstream.ts';
import { createPingOneProvider } from './pingone/pingone.ts';
import type { Provider } from './provider.ts';

/** What each kind of provider needs to connect. */
interface ProviderSettings {
  readonly PINGONE: PingOneConnection;
}

type Factories = {
  readonly [Kind in keyof ProviderSettings & ProviderKind]: (
    settings: ProviderSettings[Kind],
    options?: ConnectionOptions,
  ) => Provider;
};

/** The providers that there are: a new one is a line here and in `ProviderSettings`. Each throws `TypeError` for settings that cannot work. */
export const providerFactories: Factories = {
  PINGONE: (settings, options) =>
    createPingOneProvider({ settings, upstream: createPingOneUpstream(settings, options) }),
};
