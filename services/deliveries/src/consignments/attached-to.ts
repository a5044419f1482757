import type { DeliveriesContext } from '../deliveries.context.ts'
import type { AttachedTo } from './consignment.commands.ts'

/** What is known of the attachments that a request names; undefined where it names none. */
export async function attachedTo(
  { attachments }: Pick<DeliveriesContext, 'attachments'>,
  consignment: string,
  {
    attachments: named = [],
    isLate,
  }: { readonly attachments?: readonly string[] | undefined; readonly isLate: boolean },
): Promise<AttachedTo | undefined> {
  if (named.length === 0) return undefined
  return { consignment, ...(await attachments.find(consignment, named, isLate)) }
}
