import { MenuOutlined } from '@ant-design/icons'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Button, Drawer, Grid, Layout, Menu, Result, Segmented, Space } from 'antd'
import { type ReactNode, useState } from 'react'
import { type MoneyUnit, useMoneyUnit } from '../../common/react/money.tsx'
import { useSession } from '../../common/react/session.tsx'
import { menu, menuOf } from '../features.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { NetworkBanner } from './network-banner.tsx'
import { deskRoles } from './roles.ts'
import { SimulatedDate } from './simulated-date.tsx'
import { OfOtherRoles } from './states.tsx'
import { useFocusBack } from './use-focus-back.ts'
import { say } from './words.ts'

/** Banner, menu by role, and the page. */
export function DeskLayout({ onSignOut }: { readonly onSignOut: () => void }): ReactNode {
  const session = useSession()
  const isWide = Grid.useBreakpoint().lg ?? true
  const [isMenuOpen, setMenuOpen] = useState(false)
  useFocusBack()
  const mayEnter = deskRoles.some((role) => role === session.role)
  return (
    <Layout style={{ minHeight: '100vh', background: '#fff' }}>
      <a className="skip-link" href="#content">
        {say('toContent')}
      </a>
      <SimulatedDate />
      <NetworkBanner />
      <header className="desk-header not-on-paper">
        {!isWide && <Button icon={<MenuOutlined />} aria-label={say('openMenu')} onClick={() => setMenuOpen(true)} />}
        <strong>{say('name')}</strong>
        <Space wrap style={{ marginInlineStart: 'auto' }}>
          <UnitSwitch />
          <LanguageSwitch />
          <span>
            {session.account} · {say(`role.${session.role}`)}
          </span>
          <Button onClick={onSignOut}>{say('signOut')}</Button>
        </Space>
      </header>
      <Layout hasSider style={{ background: '#fff' }}>
        {isWide ? (
          <nav className="desk-menu not-on-paper" aria-label={say('menu')}>
            <MenuLines />
          </nav>
        ) : (
          <Drawer open={isMenuOpen} placement="left" title={say('menu')} onClose={() => setMenuOpen(false)} size={260}>
            <nav aria-label={say('menu')}>
              <MenuLines onChosen={() => setMenuOpen(false)} />
            </nav>
          </Drawer>
        )}
        <main id="content" className="desk-content" tabIndex={-1}>
          {mayEnter ? (
            <PageOfRole />
          ) : (
            <Result status="info" title={say('merchantTitle')} extra={<a href="/till/">/till</a>} />
          )}
        </main>
      </Layout>
    </Layout>
  )
}

/** An address may have been written down by somebody of another role. */
function PageOfRole(): ReactNode {
  const { role } = useSession()
  const { pathname } = useLocation()
  const entry = menu.find(({ to }) => to === pathname)
  return entry && !entry.roles.includes(role) ? <OfOtherRoles roles={entry.roles} /> : <Outlet />
}

function MenuLines({ onChosen }: { readonly onChosen?: () => void }): ReactNode {
  const { role } = useSession()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const lines = menuOf(role)
  const current = lines
    .filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
    .sort((a, b) => b.to.length - a.to.length)[0]
  return (
    <Menu
      mode="inline"
      style={{ borderInlineEnd: 'none' }}
      selectedKeys={current ? [current.to] : []}
      items={lines.map(({ to, label }) => ({ key: to, label: label() }))}
      onClick={({ key }) => {
        onChosen?.()
        void navigate({ to: key })
      }}
    />
  )
}

function UnitSwitch(): ReactNode {
  const { unit, chooseUnit } = useMoneyUnit()
  return (
    <Segmented<MoneyUnit>
      aria-label={say('unit')}
      size="small"
      value={unit}
      options={[
        { value: 'yuan', label: say('yuan') },
        { value: 'wan', label: say('wan') },
      ]}
      onChange={chooseUnit}
    />
  )
}
