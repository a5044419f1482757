import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { saveFile } from '../../common/save-file.ts'
import { Failure } from '../shell/states.tsx'
import { fetchErrorFile, type SentRoster } from './roster.queries.ts'
import { say } from './words.ts'

/** The sheet as it was sent, with what is wrong beside each row. */
export function ErrorFile({ sent }: { readonly sent: SentRoster }): ReactNode {
  const errorFile = useMutation({
    mutationFn: fetchErrorFile,
    onSuccess: (file) => saveFile(file, `${sent.file.name.replace(/\.\w+$/, '')}-错误.xlsx`),
  })
  return (
    <>
      <Button loading={errorFile.isPending} onClick={() => errorFile.mutate(sent)}>
        {say('errorFile')}
      </Button>
      {errorFile.error && <Failure error={errorFile.error} />}
    </>
  )
}
