import { render } from 'preact'

const place = document.getElementById('root')
if (!place) throw new Error('the page has no #root')
render(<h1>收银</h1>, place)
