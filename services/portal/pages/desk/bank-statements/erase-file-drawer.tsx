import type { ReactNode } from 'react'
import { answerOf, api, type BodyOf } from '../../common/api/client.ts'
import { ActDrawer } from '../parts/act-drawer.tsx'
import { ErasureGroundItem } from '../parts/erasure-ground-item.tsx'
import { say } from './words.ts'

type Body = BodyOf<'eraseBankStatementFile'>

/** For good, in every backup too: the lines that were read from it and its hash stay. */
export function EraseFileDrawer({
  account: id,
  attachment,
  onClose,
}: {
  readonly account: string
  readonly attachment: string
  readonly onClose: () => void
}): ReactNode {
  return (
    <ActDrawer<Body, Body, object>
      title={say('eraseFile')}
      form={`erase-statement-file.${attachment}`}
      empty={{}}
      toBody={({ reason }) => reason && { reason }}
      send={(body, key) =>
        answerOf(
          api.POST('/v1/bank-accounts/{id}/statement-files/{attachment}/erasure', {
            body,
            params: { path: { id, attachment }, header: { 'Idempotency-Key': key } },
          }),
        )
      }
      submit={say('eraseFile')}
      done={say('fileIsErased')}
      onClose={() => onClose()}
    >
      <p className="waits">{say('eraseFileWhat')}</p>
      <ErasureGroundItem />
    </ActDrawer>
  )
}
