import { Card } from 'antd'
import type { ReactNode } from 'react'
import type { Session } from '../../common/react/session.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { SimulatedDate } from './simulated-date.tsx'
import { say } from './words.ts'

export function SignInPage({ onSignedIn }: { readonly onSignedIn: (session: Session) => void }): ReactNode {
  return (
    <>
      <SimulatedDate />
      <main style={{ maxWidth: 400, margin: '48px auto', padding: '0 16px' }}>
        <h1 style={{ textAlign: 'center' }}>{say('name')}</h1>
        <Card title={say('signInTitle')} extra={<LanguageSwitch />}>
          <SignInForm onSignedIn={onSignedIn} />
        </Card>
      </main>
    </>
  )
}
