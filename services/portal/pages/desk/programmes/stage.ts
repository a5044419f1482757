import type { Programme } from './programmes.queries.ts'

/** `over`: open, for what is entered late, but nothing of it can be used any more. */
export function stageOf(
  { status, rules: { windows } }: Pick<Programme, 'status' | 'rules'>,
  today: string | undefined,
): Programme['status'] | 'over' {
  if (status !== 'open' || today === undefined || windows.length === 0) return status
  return windows.every(({ until }) => until < today) ? 'over' : status
}
