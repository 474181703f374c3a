import type { DirectoryConfig } from '../config/directory-kinds.ts';
import type { Directory } from '../directory/directory.ts';
import type { WebhookReceiver, WebhookReceivers } from '../door/webhooks.ts';

/** Those directories whose notifications are taken: the operator gave a secret for them, and the provider's are understood. */
export function webhookReceivers(
  configs: readonly DirectoryConfig[],
  directories: readonly Directory[],
): WebhookReceivers {
  const receivers = new Map<string, WebhookReceiver>();
  for (const directory of directories) {
    const config = configs.find(({ key }) => key === directory.key);
    const { events } = directory.provider;
    const secret = config !== undefined && 'webhookSecret' in config ? config.webhookSecret : undefined;
    if (secret === undefined || events === undefined) continue;
    receivers.set(directory.key, {
      secret,
      take: (body) => {
        const changed = events.changedIn(body);
        if (changed !== null) directory.sweeper.noteChanged(changed);
        return changed !== null;
      },
    });
  }
  return receivers;
}
