import { statementCodec } from '../codecs.ts'
import type { VouchersContext } from '../vouchers.context.ts'
import { statementDecider } from './statement.decider.ts'
import { emptyStatement, type StatementState } from './statement.state.ts'

/** Of a merchant that is admitted, from then on: meals may be there before anything was recorded of its statement. */
export async function readStatement<Result>(
  { runner, copy }: Pick<VouchersContext, 'runner' | 'copy'>,
  id: string,
  select: (state: StatementState, version: number) => Result,
): Promise<Result | undefined> {
  const read = await runner.read(statementDecider, statementCodec, id, select)
  if (read !== undefined) return read
  const { merchant = '', programmes: [programme] = [] } = copy.findPlace(id) ?? {}
  return programme === undefined ? undefined : select({ ...emptyStatement(), merchant, programme }, 0)
}
