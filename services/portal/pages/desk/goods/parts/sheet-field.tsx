import { CameraOutlined, FileOutlined } from '@ant-design/icons'
import { Button, Space } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { newActKey } from '../../../common/act-key.ts'
import { answerOf, api } from '../../../common/api/client.ts'
import { Failure } from '../../shell/states.tsx'
import { say } from '../words.ts'
import { shrinkPhoto } from './shrink-photo.ts'

/** On its way, or kept; sent again under the key that it had. */
interface Sent {
  readonly key: string
  readonly file: File
  readonly attachment?: string
  readonly error?: Error
}

/** Photos or scans of a paper: sent at once, named by the act when that is sent. Only their ids are part of the form. */
export function SheetField({
  id,
  upload,
  isSingle = false,
  value = [],
  onChange,
}: {
  readonly id?: string
  upload(content: Blob, key: string): Promise<{ readonly attachment: string }>
  /** The next one takes its place. */
  readonly isSingle?: boolean
  readonly value?: readonly string[]
  readonly onChange?: (attachments: readonly string[]) => void
}): ReactNode {
  const [sent, setSent] = useState<readonly Sent[]>([])
  const current = useRef(value)
  current.current = value
  const nameOf = (attachment: string) =>
    sent.find((one) => one.attachment === attachment)?.file.name ?? say('uploadedBefore')
  const change = (key: string, next: Partial<Sent>) =>
    setSent((all) => all.map((one) => (one.key === key ? { ...one, ...next } : one)))

  async function send({ key, file }: Sent): Promise<void> {
    try {
      const { attachment } = await upload(await shrinkPhoto(file), key)
      change(key, { attachment })
      onChange?.([...(isSingle ? [] : current.current), attachment])
    } catch (error) {
      change(key, { error: error instanceof Error ? error : new Error(String(error)) })
    }
  }

  function take(files: FileList | null): void {
    for (const file of files ?? []) {
      const one = { key: newActKey(), file }
      setSent((all) => [...all, one])
      void send(one)
    }
  }

  return (
    <div aria-live="polite">
      <Space wrap>
        <Chooser label={say('photo')} icon={<CameraOutlined />} accept="image/jpeg,image/png" isCamera onTaken={take} />
        <Chooser
          {...(id !== undefined && { id })}
          label={say('file')}
          icon={<FileOutlined />}
          accept="image/jpeg,image/png,application/pdf"
          isSingle={isSingle}
          onTaken={take}
        />
      </Space>
      <p className="hint">{say('sheetWhat')}</p>
      <ul className="plain-list">
        {value.map((attachment) => (
          <li key={attachment}>
            {say('uploaded', { name: nameOf(attachment) })}{' '}
            <Button
              size="small"
              aria-label={say('removeSheet', { name: nameOf(attachment) })}
              onClick={() => onChange?.(value.filter((one) => one !== attachment))}
            >
              ×
            </Button>
          </li>
        ))}
        {sent
          .filter(({ attachment }) => attachment === undefined)
          .map((one) => (
            <li key={one.key}>
              {one.error ? (
                <Failure
                  error={one.error}
                  onRetry={() => {
                    setSent((all) =>
                      all.map((other) => (other.key === one.key ? { key: one.key, file: one.file } : other)),
                    )
                    void send(one)
                  }}
                />
              ) : (
                say('uploading', { name: one.file.name })
              )}
            </li>
          ))}
      </ul>
    </div>
  )
}

function Chooser({
  id,
  label,
  icon,
  accept,
  isCamera = false,
  isSingle = false,
  onTaken,
}: {
  readonly id?: string
  readonly label: string
  readonly icon: ReactNode
  readonly accept: string
  readonly isCamera?: boolean
  readonly isSingle?: boolean
  readonly onTaken: (files: FileList | null) => void
}): ReactNode {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...(id !== undefined && { id })} icon={icon} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        accept={accept}
        {...(isCamera ? { capture: 'environment' as const } : { multiple: !isSingle })}
        onChange={({ target }) => {
          onTaken(target.files)
          target.value = ''
        }}
      />
    </>
  )
}

export function uploadSheet(consignment: string) {
  return (content: Blob, key: string) =>
    answerOf(
      api.POST('/v1/consignments/{id}/attachments', {
        params: { path: { id: consignment }, header: { 'Idempotency-Key': key } },
        ...asBytes(content),
      }),
    )
}

/** Of files the document says no more than that they are bytes. */
export function asBytes(content: Blob) {
  return { body: '', bodySerializer: () => content, headers: { 'content-type': 'application/octet-stream' } }
}
