import type { ComponentChildren } from 'preact'
import { useCallback, useMemo, useState } from 'preact/hooks'
import { chooseLanguage, currentLanguage } from '../common/language.ts'
import { showInstant } from '../common/shanghai.ts'
import { Waiting } from './attempts/waiting.tsx'
import { DayPage } from './day/day-page.tsx'
import { HistoryPage } from './day/history-page.tsx'
import type { Identity } from './identity.ts'
import { OwnerPage } from './owner/owner-page.tsx'
import { PairAnew } from './pair-anew.tsx'
import { RedeemPage } from './redeem/redeem-page.tsx'
import { readShopName, type Till, TillContext } from './shop.ts'
import type { Shown } from './shown-code.ts'
import { useAnswer } from './use-answer.ts'
import { readVersion } from './version.ts'
import { say } from './words.ts'

const tabs = ['redeem', 'today', 'history', 'owner'] as const

interface FrameProps {
  /** Undefined: nobody's till yet, or not known; then `children` are shown. */
  readonly identity: Identity | undefined
  readonly shown: Shown
  onTaken(): void
  readonly children: ComponentChildren
  onPaired(identity: Identity): void
  onChanged(): void
}

export function Frame({ identity, shown, onTaken, children, onPaired, onChanged }: FrameProps) {
  const { answer: version } = useAnswer(readVersion)
  return (
    <>
      {version?.clock === 'simulated' && <p class="simulated">{say('simulated', { now: showInstant(version.now) })}</p>}
      <Waiting identity={identity} />
      {identity ? (
        <OpenTill key={`${identity.seat}/${identity.account}`} {...{ identity, shown, onTaken, onPaired, onChanged }} />
      ) : (
        <>
          <header>
            <h1>{say('till')}</h1>
            <LanguageButton />
          </header>
          <main>{children}</main>
        </>
      )}
    </>
  )
}

function OpenTill({
  identity,
  shown,
  onTaken,
  onPaired,
  onChanged,
}: Omit<FrameProps, 'children' | 'identity'> & { identity: Identity }) {
  const [tab, setTab] = useState<(typeof tabs)[number]>('redeem')
  const [merchant, setMerchant] = useState(identity.merchants[0] ?? '')
  const till: Till = useMemo(() => ({ ...identity, merchant }), [identity, merchant])
  return (
    <TillContext.Provider value={till}>
      <header>
        <Shops identity={identity} merchant={merchant} onChoose={setMerchant} />
        <LanguageButton />
      </header>
      {shown.kind === 'pairing' && <PairAnew {...{ identity, code: shown.code, onEnd: onTaken, onPaired }} />}
      <main>
        {/* A meal that is being recorded goes on while somebody looks elsewhere. */}
        <div hidden={tab !== 'redeem'}>
          <RedeemPage key={merchant} shown={shown} onTaken={onTaken} />
        </div>
        {tab === 'today' && <DayPage key={merchant} />}
        {tab === 'history' && <HistoryPage key={merchant} />}
        {tab === 'owner' && <OwnerPage key={merchant} onChanged={onChanged} />}
      </main>
      <nav class="tabs" aria-label={say('nav-label')}>
        {tabs.map((one) => (
          <button key={one} type="button" aria-current={tab === one ? 'page' : undefined} onClick={() => setTab(one)}>
            {say(one)}
          </button>
        ))}
      </nav>
    </TillContext.Provider>
  )
}

interface ShopsProps {
  readonly identity: Identity
  readonly merchant: string
  onChoose(merchant: string): void
}

function Shops({ identity, merchant, onChoose }: ShopsProps) {
  const { answer: names } = useAnswer(
    useCallback(
      () => Promise.all(identity.merchants.map(async (id) => ({ id, name: await readShopName(identity, id) }))),
      [identity],
    ),
  )
  const name = names?.find(({ id }) => id === merchant)?.name ?? say('till')
  if (!names || names.length < 2)
    return (
      <h1>
        {name} {identity.label !== undefined && <small>{identity.label}</small>}
      </h1>
    )
  return (
    <h1>
      <label>
        <span class="hidden">{say('shop')}</span>
        <select value={merchant} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
          {names.map((shop) => (
            <option key={shop.id} value={shop.id}>
              {shop.name}
            </option>
          ))}
        </select>
      </label>
    </h1>
  )
}

function LanguageButton() {
  const other = currentLanguage() === 'zh' ? 'en' : 'zh'
  return (
    <button type="button" class="quiet" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => chooseLanguage(other)}>
      {say('language')}
    </button>
  )
}
