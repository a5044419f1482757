import { Alert, Button, Upload } from 'antd'
import { type ReactNode, useState } from 'react'
import { checkpointIn } from './signed-note.ts'
import { say } from './words.ts'

export interface LoadedCheckpoint {
  readonly name: string
  readonly checkpoint: string
  readonly treeSize: number
}

/** A checkpoint that was saved as a file, here or on another machine: it is held against the log like the one kept here. */
export function CheckpointFile({
  loaded,
  onLoaded,
}: {
  readonly loaded: LoadedCheckpoint | undefined
  readonly onLoaded: (loaded: LoadedCheckpoint | undefined) => void
}): ReactNode {
  const [refused, setRefused] = useState<string>()
  return (
    <div style={{ marginBlockEnd: 12 }}>
      <Upload accept=".txt,text/plain" showUploadList={false} beforeUpload={read}>
        <Button>{say('loadFile')}</Button>
      </Upload>
      {loaded && (
        <span style={{ marginInlineStart: 12 }}>
          {say('loadedFile', { name: loaded.name, count: loaded.treeSize.toLocaleString('zh-CN') })}
        </span>
      )}
      {refused !== undefined && (
        <Alert type="error" role="alert" showIcon title={say('notACheckpoint', { name: refused })} />
      )}
    </div>
  )

  /** @returns false: nothing is sent */
  function read(file: File): false {
    void file.text().then((content) => {
      const checkpoint = checkpointIn(content)
      setRefused(checkpoint ? undefined : file.name)
      onLoaded(checkpoint && { name: file.name, checkpoint: content, treeSize: checkpoint.treeSize })
    })
    return false
  }
}
