import { render } from 'preact'
import { GiftPage } from './gift-page.tsx'
import { ProgrammePage } from './programme-page.tsx'
import { say } from './words.ts'
import './public.css'

const place = document.getElementById('root')
if (!place) throw new Error('the page has no #root')
const [, programme] = /^\/public\/programmes\/([^/]+)$/.exec(location.pathname) ?? []
render(
  <main>
    {programme !== undefined && <ProgrammePage programme={decodeURIComponent(programme)} />}
    {programme === undefined && (location.pathname === '/public/gift' ? <GiftPage /> : <p>{say('nothingHere')}</p>)}
  </main>,
  place,
)
