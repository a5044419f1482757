import { z } from 'zod'

/** Of a list: which come first. */
export const orderField = z.enum(['oldest', 'newest']).default('oldest').meta({ description: 'Which come first' })
export type ListOrder = z.infer<typeof orderField>

/** How a list that goes by sequences is read in an order; 0 is before every row. */
export const listOrders = {
  oldest: { beyond: '>', by: 'ASC', start: (from: number) => from },
  newest: { beyond: '<', by: 'DESC', start: (from: number) => (from === 0 ? Number.MAX_SAFE_INTEGER : from) },
} as const satisfies Record<ListOrder, object>
