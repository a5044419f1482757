import { openParkingDesk, type ParkingDesk } from '@welfare/messaging/kafka/parking-desk.ts'
import type { CliContext } from '../cli-context.ts'
import { misused, refused } from '../failure.ts'
import { countCell } from '../tables/cells.ts'
import { number, renderTable, words } from '../tables/table.ts'
import { openSource, withBrokers } from '../with-brokers.ts'

export interface ParkOptions {
  /** Default: the ledger of the data folder, or of the configured store. */
  readonly ledger?: string
}

/** What consumers of the keyed topic could not handle. */
export async function listParked(context: CliContext, options: ParkOptions & { group?: string }): Promise<void> {
  const items = await withDesk(context, options, (desk) => desk.list(options.group))
  context.terminal.answer({ items }, () =>
    items.length === 0
      ? 'Nothing is parked.'
      : renderTable({
          title: 'Parked messages',
          columns: [
            words('group', '消费组'),
            words('event', '事件'),
            words('type', '类型'),
            words('stream', '流'),
            number('tries', '次数'),
            words('parked at', '搁置时间'),
            words('error', '错误'),
          ],
          rows: items.map(({ group, id, type, stream, attempts, parkedAt, error }) => [
            ...[group, id, type, stream, countCell(attempts), parkedAt, error.slice(0, 80)],
          ]),
        }),
  )
}

/** Hands a parked message to its group again. It is gone from the list when the group has handled it. */
export async function retryParked(context: CliContext, group: string, id: string, options: ParkOptions): Promise<void> {
  const isThere = await withDesk(context, options, (desk) => desk.retry(group, id))
  if (!isThere) throw notParked(group, id)
  context.terminal.answer({ group, id, retried: true }, () => `${id} is given to ${group} again.`)
}

/** Gives a parked message up, for that group alone. */
export async function dropParked(context: CliContext, group: string, id: string, options: ParkOptions): Promise<void> {
  const wasThere = await withDesk(context, options, (desk) => desk.drop(group, id))
  if (!wasThere) throw notParked(group, id)
  context.terminal.answer({ group, id, dropped: true }, () => `${id} is given up for ${group}.`)
}

function notParked(group: string, id: string) {
  return refused('not-parked', `Nothing named ${id} is parked for ${group}.`, { group, id })
}

async function withDesk<T>(
  context: CliContext,
  options: ParkOptions,
  work: (desk: ParkingDesk) => Promise<T>,
): Promise<T> {
  const ledger = options.ledger ?? (await findLedger(context))
  return withBrokers(context, async (client) => {
    const desk = await openParkingDesk(client, ledger)
    try {
      return await work(desk)
    } finally {
      await desk.close()
    }
  })
}

async function findLedger(context: CliContext): Promise<string> {
  const opened = await openSource(context)
  if (opened === undefined) throw misused('ledger-unknown', 'No ledger here: name one by --ledger.')
  const { ledger } = opened.source
  await opened.close()
  return ledger
}
