import { useMutation } from '@tanstack/react-query'
import type { UsualPurpose } from '@welfare/contracts/words/purpose-words.ts'
import { Button, Form, Image, Modal, Radio } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { sayPurpose } from '../../parts/purposes.ts'
import { Failure } from '../../shell/states.tsx'
import { say } from './words.ts'

const purposes = ['checking', 'audit', 'complaint', 'correction'] as const satisfies readonly UsualPurpose[]
type ReadingPurpose = (typeof purposes)[number]

/** A photo or scan is looked at for a purpose; the ledger has recorded the read before it answers. */
export function ReadDialog({
  attachment: { attachment, contentType },
  what,
  alt,
  read: askFor,
  onClose,
}: {
  readonly attachment: { readonly attachment: string; readonly contentType: string }
  /** What it shows, and that the read is recorded. */
  readonly what: string
  readonly alt: string
  read(purpose: ReadingPurpose): Promise<ArrayBuffer>
  readonly onClose: () => void
}): ReactNode {
  const read = useMutation({
    // An address within this page alone.
    mutationFn: async ({ purpose }: { readonly purpose: ReadingPurpose }) =>
      URL.createObjectURL(new Blob([await askFor(purpose)], { type: contentType })),
  })
  const url = read.data
  useEffect(() => () => (url === undefined ? undefined : URL.revokeObjectURL(url)), [url])
  return (
    <Modal open title={say('readTitle')} footer={null} onCancel={onClose}>
      {url === undefined ? (
        <Form layout="vertical" onFinish={read.mutate}>
          <p>{what}</p>
          <Form.Item name="purpose" label={say('purpose')} rules={[{ required: true, message: say('purposeMissing') }]}>
            <Radio.Group options={purposes.map((one) => ({ value: one, label: sayPurpose(one) }))} />
          </Form.Item>
          {read.error && <Failure error={read.error} />}
          <Button type="primary" htmlType="submit" loading={read.isPending}>
            {say('open')}
          </Button>
        </Form>
      ) : (
        <>
          {contentType.startsWith('image/') && (
            <Image src={url} alt={alt} preview={false} style={{ maxWidth: '100%' }} />
          )}
          <p>
            <a href={url} download={`${attachment}.${extensionOf(contentType)}`}>
              {say('save')}
            </a>
          </p>
        </>
      )}
    </Modal>
  )
}

/** Of a workbook its type says none. */
function extensionOf(contentType: string): string {
  return contentType.endsWith('.sheet') ? 'xlsx' : (contentType.split('/')[1] ?? '')
}
