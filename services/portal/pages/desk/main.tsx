import { createRoot } from 'react-dom/client'
import { Desk } from './desk.tsx'
import './desk.css'

const place = document.getElementById('root')
if (!place) throw new Error('the page has no #root')
createRoot(place).render(<Desk />)
