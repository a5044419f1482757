import { InboxOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Button, Spin, Upload } from 'antd'
import { type ReactNode, useState } from 'react'
import { Failure } from '../shell/states.tsx'
import { CheckedFile } from './checked-file.tsx'
import { useFileDefaults } from './file-defaults.tsx'
import { useHeldImport } from './held-import.ts'
import { ImportProgress } from './import-progress.tsx'
import { type FileChoices, previewRoster } from './roster.queries.ts'
import { say } from './words.ts'

/** From a dropped file to the job that imports it. */
export function ImportFile({ programme }: { readonly programme: string }): ReactNode {
  const [file, setFile] = useState<File>()
  const [choices, setChoices] = useState<FileChoices>({})
  const [held, hold] = useHeldImport(programme)
  const { drop: dropDefaults } = useFileDefaults(programme)
  const check = useMutation({ mutationFn: previewRoster })

  if (held) return <ImportProgress job={held.job} sent={{ programme, ...held }} onAnother={startAgain} />
  return (
    <>
      {!check.data && (
        <Upload.Dragger
          accept=".xlsx,.csv"
          maxCount={1}
          showUploadList={false}
          disabled={check.isPending}
          beforeUpload={(chosen: File) => {
            checkWith(chosen, {})
            return false
          }}
        >
          <p className="ant-upload-drag-icon">
            <InboxOutlined aria-hidden />
          </p>
          <p className="ant-upload-text">{say('drop')}</p>
          <p className="ant-upload-hint">{say('dropHint')}</p>
        </Upload.Dragger>
      )}
      {check.isPending && (
        <div role="status" style={{ marginBlock: 16 }}>
          <Spin /> {say('reading')} {file?.name}
        </div>
      )}
      {check.error && (
        <div style={{ marginBlock: 16 }}>
          <Failure error={check.error} {...(file && { onRetry: () => checkWith(file, choices) })} />
        </div>
      )}
      {file && check.data && (
        <>
          <CheckedFile
            key={JSON.stringify(choices)}
            sent={{ programme, file, choices }}
            preview={check.data}
            isChecking={check.isPending}
            onChoose={(chosen) => checkWith(file, chosen)}
            onImporting={(job) => {
              dropDefaults()
              hold({ file, choices, job })
            }}
          />
          <Button style={{ marginBlockStart: 16 }} onClick={startAgain}>
            {say('cancel')}
          </Button>
        </>
      )}
    </>
  )

  function checkWith(chosen: File, wanted: FileChoices): void {
    setFile(chosen)
    setChoices(wanted)
    check.mutate({ programme, file: chosen, choices: wanted })
  }

  function startAgain(): void {
    dropDefaults()
    setFile(undefined)
    setChoices({})
    hold(undefined)
    check.reset()
  }
}
