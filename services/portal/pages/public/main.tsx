import { render } from 'preact'
import { ProgrammePage } from './programme-page.tsx'
import { say } from './words.ts'
import './public.css'

const place = document.getElementById('root')
if (!place) throw new Error('the page has no #root')
const [, programme] = /^\/public\/programmes\/([^/]+)$/.exec(location.pathname) ?? []
render(
  <main>
    {programme === undefined ? (
      <p>{say('nothingHere')}</p>
    ) : (
      <ProgrammePage programme={decodeURIComponent(programme)} />
    )}
  </main>,
  place,
)
