import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { App, Descriptions, Form, Input, Typography } from 'antd'
import type { ReactNode } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { notesOf, sectionsOf } from '../../common/public-page.ts'
import { mark } from '../../common/punctuation.ts'
import { useSession } from '../../common/react/session.tsx'
import { ActForm } from '../parts/act-form.tsx'
import { Reading } from '../shell/reading.tsx'
import { publicityQuery } from './programmes.queries.ts'
import { say } from './words.ts'

/** The public page as it is, or would be, before it is switched on. */
export function PublicityPage(): ReactNode {
  const { programme: id } = useParams({ from: '/desk/programmes/$programme/publicity' })
  const { role } = useSession()
  const asked = useQuery(publicityQuery(id))
  const { data: page } = asked
  if (!page) return <Reading of={asked} isPage />
  return (
    <>
      <Typography.Title level={1}>
        <Link to="/desk/programmes/$programme" params={{ programme: id }}>
          {page.name}
        </Link>
        {mark('colon')}
        {say('publicity')}
      </Typography.Title>
      <p>
        {say(page.isPublic ? 'isPublic' : 'isNotPublic')}{' '}
        {page.isPublic && <a href={`/public/programmes/${id}`}>{say('openPublicPage')}</a>}
      </p>
      <section aria-label={say('publicPage')} style={{ maxWidth: 640 }}>
        <h2>{say('publicPage')}</h2>
        {sectionsOf(page).map(({ heading, lines }) => (
          <Descriptions
            key={heading}
            title={heading}
            bordered
            size="small"
            column={1}
            style={{ marginBlockEnd: 16 }}
            items={lines.map(([label, value]) => ({ key: label, label, children: value }))}
          />
        ))}
        {notesOf(page).map((note) => (
          <p key={note} className="hint" style={{ overflowWrap: 'anywhere' }}>
            {note}
          </p>
        ))}
      </section>
      {role === 'officer' && <Switch key={String(page.isPublic)} id={id} isPublic={page.isPublic} />}
    </>
  )
}

function Switch({ id, isPublic }: { readonly id: string; readonly isPublic: boolean }): ReactNode {
  const { message } = App.useApp()
  return (
    <ActForm
      form={`publicity.${id}.${isPublic}`}
      submit={say(isPublic ? 'hide' : 'publish')}
      isDanger={isPublic}
      changes={[['programmes', id, 'publicity']]}
      perform={({ reason }: { readonly reason: string }, key) =>
        answerOf(
          api.PUT('/v1/programmes/{id}/publicity', {
            body: { isPublic: !isPublic, reason: reason.trim() },
            params: { path: { id }, header: { 'Idempotency-Key': key } },
          }),
        )
      }
      onDone={(done) => void message.success(say(done.isPublic ? 'isPublic' : 'isNotPublic'))}
    >
      <Form.Item
        name="reason"
        label={say('reason')}
        rules={[{ required: true, whitespace: true, message: say('reasonMissing') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </ActForm>
  )
}
