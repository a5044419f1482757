import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api } from '../../../common/api/client.ts'
import { ProblemError } from '../../../common/api/problem.ts'
import { useSession } from '../../../common/react/session.tsx'
import { saveFile } from '../../../common/save-file.ts'
import { Failure } from '../../shell/states.tsx'
import type { Payment } from '../settlement.queries.ts'
import { say } from '../words.ts'

/** Of a payment that was sent by a file: the file, as long as it may be taken. */
export function PaymentFileTaken({ payment: { file, status } }: { readonly payment: Payment }): ReactNode {
  const { role } = useSession()
  if (role !== 'officer' || file === undefined || status !== 'sent') return null
  return <TakeFile id={file} />
}

const READY_TRIES = 20

/** That it was taken is recorded. Just written, its payments are being sent: it is asked for again until they are. */
export function TakeFile({ id }: { readonly id: string }): ReactNode {
  const take = useMutation({
    mutationFn: async () => {
      const file: unknown = await answerOf(
        api.GET('/v1/payment-files/{id}', { params: { path: { id } }, parseAs: 'blob' }),
      )
      if (!(file instanceof Blob)) throw new Error('the payment file came as something else than a file')
      saveFile(file, `${id}.csv`)
    },
    retry: (count, error) =>
      error instanceof ProblemError && error.code === 'payment-file-not-ready' && count < READY_TRIES,
    retryDelay: 250,
  })
  return (
    <div className="not-on-paper" style={{ marginBlock: 12 }}>
      <Button loading={take.isPending} onClick={() => take.mutate()}>
        {say('takeFile')}
      </Button>
      <p className="hint">{say('takeFileWhat')}</p>
      {take.error && <Failure error={take.error} />}
    </div>
  )
}
