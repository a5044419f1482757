import type { KeyStore } from '@welfare/keys/key-store.store.ts'

export type AttachmentKeys = Pick<
  KeyStore,
  | 'createPersonKeys'
  | 'hasPersonKey'
  | 'listKeys'
  | 'sealFile'
  | 'openFile'
  | 'dropKeys'
  | 'destroyPersonKeys'
  | 'canDestroy'
  | 'isErased'
>
/** A folder of files each, and names of keys. */
export type AttachingService = 'deliveries' | 'vouchers' | 'funds'

/**
 * All services share one store of keys, and each drops those beside which no file of its own lies: it has to see its own alone.
 * Those of deliveries bear the attachment's bare id, as they did before there were others.
 */
export function attachmentKeysOf(service: AttachingService, keys: AttachmentKeys): AttachmentKeys {
  if (service === 'deliveries') return keys
  const prefix = `${service}/`
  const named = (attachment: string) => `${prefix}${attachment}`
  return {
    createPersonKeys: (attachments) => keys.createPersonKeys(attachments.map(named)),
    hasPersonKey: (attachment) => keys.hasPersonKey(named(attachment)),
    listKeys: (beginning) => keys.listKeys(named(beginning)).map((name) => name.slice(prefix.length)),
    sealFile: (attachment) => keys.sealFile(named(attachment)),
    openFile: (attachment, sealed) => keys.openFile(named(attachment), sealed),
    dropKeys: (attachments) => keys.dropKeys(attachments.map(named)),
    destroyPersonKeys: (attachments) => keys.destroyPersonKeys(attachments.map(named)),
    canDestroy: () => keys.canDestroy(),
    isErased: (attachment) => keys.isErased(named(attachment)),
  }
}
