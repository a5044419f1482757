import { Button, Space, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useSession } from '../../common/react/session.tsx'
import { OfProgramme } from '../shell/programme-choice.tsx'
import { ImportFile } from './import-file.tsx'
import { LastImports } from './last-imports.tsx'
import { RosterList } from './roster-list.tsx'
import { say } from './words.ts'

export function RosterPage(): ReactNode {
  const { role } = useSession()
  return (
    <>
      <Typography.Title level={1}>{say('roster')}</Typography.Title>
      <OfProgramme>
        {({ id, status }) => (
          <>
            {role === 'officer' && status === 'open' && (
              <section>
                <Space wrap align="baseline">
                  <Typography.Title level={2}>{say('upload')}</Typography.Title>
                  <Button type="link" href="/v1/roster-template" download>
                    {say('template')}
                  </Button>
                </Space>
                <ImportFile key={id} programme={id} />
              </section>
            )}
            <LastImports programme={id} />
            <RosterList programme={id} mayChange={role === 'officer' && status === 'open'} />
          </>
        )}
      </OfProgramme>
    </>
  )
}
