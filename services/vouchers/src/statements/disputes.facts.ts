import type { DataOf } from '@welfare/contracts/catalogue.ts'
import { accountingDateOf } from '@welfare/event-store/decider/decider.ts'
import type { FactsDeclaration, Prepare } from '@welfare/facts/facts-declaration.ts'
import { type ListOrder, listOrders } from '@welfare/http/list-order.ts'

/** Disputes that have not ended. */
export const disputesFacts: FactsDeclaration = {
  name: 'disputes',
  version: 1,
  schema: `
    CREATE TABLE open_dispute (sequence INTEGER PRIMARY KEY, stream TEXT NOT NULL, redemption TEXT NOT NULL, merchant TEXT NOT NULL, programme TEXT NOT NULL,
      day TEXT NOT NULL, data TEXT NOT NULL, UNIQUE (stream, redemption));
  `,
  handlers: (prepare) => [
    {
      LineDisputed: (data, source) => {
        const { stream, sequence } = source
        const { redemption, merchant, programme } = data
        prepare('INSERT INTO open_dispute VALUES (?, ?, ?, ?, ?, ?, ?)').run(
          ...[sequence, stream, redemption, merchant, programme, accountingDateOf(source), JSON.stringify(data)],
        )
      },
      DisputeEnded: ({ redemption }, { stream }) =>
        void prepare('DELETE FROM open_dispute WHERE stream = ? AND redemption = ?').run(stream, redemption),
    },
  ],
}

export interface OpenDispute {
  readonly sequence: number
  readonly stream: string
  readonly day: string
  readonly data: DataOf<'LineDisputed'>
}

export function createDisputeLookUps(prepare: Prepare) {
  return {
    listDisputes: (
      of: {
        readonly programme?: string | undefined
        readonly merchant?: string | undefined
        readonly order: ListOrder
      },
      from: number,
      limit: number,
    ): OpenDispute[] => {
      const { beyond, by, start } = listOrders[of.order]
      return prepare(`SELECT sequence, stream, day, data FROM open_dispute WHERE sequence ${beyond} :from
        AND (:programme IS NULL OR programme = :programme) AND (:merchant IS NULL OR merchant = :merchant)
        ORDER BY sequence ${by} LIMIT :limit`)
        .all({ from: start(from), programme: of.programme ?? null, merchant: of.merchant ?? null, limit })
        .map(({ sequence, stream, day, data }) => ({
          ...{ sequence: Number(sequence), stream: String(stream), day: String(day) },
          data: JSON.parse(String(data)),
        }))
    },
  }
}
