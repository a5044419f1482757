import { render } from 'preact'
import './till.css'
import { registerServiceWorker } from './service-worker/register.ts'
import { isPlainStart, Till } from './till.tsx'

const place = document.getElementById('root')
if (!place) throw new Error('the page has no #root')
render(<Till />, place)
registerServiceWorker({ mayBeginAgain: isPlainStart })
