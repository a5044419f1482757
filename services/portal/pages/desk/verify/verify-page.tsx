import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Space, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { answerOf, api } from '../../common/api/client.ts'
import { mark } from '../../common/punctuation.ts'
import { useSession } from '../../common/react/session.tsx'
import { showInstant } from '../../common/shanghai.ts'
import { Reading } from '../shell/reading.tsx'
import { useLedgerClock } from '../shell/simulated-date.tsx'
import { NoPermission } from '../shell/states.tsx'
import { CheckpointFile, type LoadedCheckpoint } from './checkpoint-file.tsx'
import { type KeptLog, keep, readKept } from './kept-checkpoint.ts'
import { readVerifierKey } from './signed-note.ts'
import { StepList } from './step-list.tsx'
import { useVerification } from './use-verification.ts'
import type { Verified } from './verify-log.ts'
import { say } from './words.ts'

const WHOLE_LEDGER = '000000'

export function VerifyPage(): ReactNode {
  const { scope, role } = useSession()
  const read = useQuery({
    queryKey: ['log-keys'],
    queryFn: () => answerOf(api.GET('/v1/log/keys')),
  })
  const isOverseer = role === 'auditor' || role === 'administrator'
  const isWhole = scope.divisions.includes(WHOLE_LEDGER) && scope.programmes === undefined
  if (!isOverseer || !isWhole) return <NoPermission whoMay={say('whole')} />
  const newest = read.data?.items[0]?.verifierKey
  return newest === undefined ? <Reading of={read} /> : <Verification newest={newest} />
}

function Verification({ newest }: { readonly newest: string }): ReactNode {
  const [kept, setKept] = useState(readKept)
  const [key, setKey] = useState(kept?.key ?? newest)
  const [loaded, setLoaded] = useState<LoadedCheckpoint>()
  const clock = useLedgerClock()
  const isKey = readVerifierKey(key) !== undefined
  const { running, verified, failure, tookMs, begin, cancel } = useVerification()
  const holds = verified?.steps.every(({ outcome }) => outcome !== 'broken') ?? false
  return (
    <>
      <Typography.Title level={1}>{say('verify')}</Typography.Title>
      <p style={{ maxWidth: 720 }}>{say('what')}</p>
      <Form layout="vertical" style={{ maxWidth: 720 }}>
        <Form.Item
          label={say('key')}
          htmlFor="verify-key"
          help={isKey ? say(kept?.key === key ? 'keyKept' : 'keyHelp') : say('noKey')}
          validateStatus={isKey ? '' : 'error'}
        >
          <Input.TextArea
            id="verify-key"
            autoSize
            value={key}
            spellCheck={false}
            onChange={({ target }) => setKey(target.value.trim())}
          />
        </Form.Item>
      </Form>
      {kept && kept.key !== key && <Alert type="warning" showIcon title={say('keyOther')} />}
      <p>{sayKept(kept)}</p>
      <CheckpointFile loaded={loaded} onLoaded={setLoaded} />
      <Space wrap>
        <Button
          type="primary"
          disabled={running !== undefined || !isKey}
          onClick={() => begin({ key, kept: [kept, loaded].flatMap((one) => one?.checkpoint ?? []) })}
        >
          {say(verified ? 'again' : 'begin')}
        </Button>
        {running && <Button onClick={cancel}>{say('cancel')}</Button>}
      </Space>
      <StepList steps={verified?.steps ?? []} running={running} />
      {failure !== undefined && <Alert type="error" showIcon role="alert" title={say('failed', { reason: failure })} />}
      {verified && <Outcome verified={verified} holds={holds} tookMs={tookMs ?? 0} />}
      {verified && holds && (
        <Space wrap>
          <Button type="primary" disabled={kept?.checkpoint === verified.checkpoint} onClick={() => keepIt(verified)}>
            {say(kept?.checkpoint === verified.checkpoint ? 'keptNow' : 'keep')}
          </Button>
          <Button
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(verified.checkpoint)}`}
            download={`checkpoint-${verified.treeSize}.txt`}
          >
            {say('download')}
          </Button>
        </Space>
      )}
    </>
  )

  function keepIt({ checkpoint, treeSize }: Verified): void {
    const now: KeptLog = { key, checkpoint, treeSize, keptAt: clock?.now ?? new Date().toISOString() }
    keep(now)
    setKept(now)
  }
}

function sayKept(kept: KeptLog | undefined): string {
  if (!kept) return say('keptNone')
  return say('kept', { count: kept.treeSize.toLocaleString('zh-CN'), at: showInstant(kept.keptAt) })
}

function Outcome({
  verified,
  holds,
  tookMs,
}: {
  readonly verified: Verified
  readonly holds: boolean
  readonly tookMs: number
}): ReactNode {
  const { treeSize, rootHash, origin, steps } = verified
  const sequences = steps.flatMap(({ faults }) =>
    faults.flatMap(({ code, sequence }) => (code === 'other-leaf' || code === 'not-given' ? [sequence] : [])),
  )
  const first = sequences[0]
  const title = holds ? say('holds', { count: treeSize.toLocaleString('zh-CN') }) : say('broken')
  return (
    <>
      <Alert
        type={holds ? 'success' : 'error'}
        role={holds ? 'status' : 'alert'}
        showIcon
        title={title}
        description={`${first === undefined ? '' : `${say('brokenFirst', { sequence: first })} · `}${say('took', { seconds: (tookMs / 1_000).toFixed(1) })}`}
        style={{ marginBlockEnd: 16 }}
      />
      <p className="verify-key">
        {say('checkpoint')}
        {mark('colon')}
        {origin}
        <br />
        {say('root')}
        {mark('colon')}
        <code>{rootHash}</code>
      </p>
    </>
  )
}
