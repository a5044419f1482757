import { api } from './client.ts'

/** Where the ledger stood after this page's last act: what is read from there on has seen it. */
let position: string | undefined

api.use({
  onResponse({ request, response }) {
    const told = response.headers.get('welfare-position')
    if (request.method !== 'GET' && response.ok && told !== null) position = told
  },
})

/** For the query of what is read from a copy that follows the ledger. */
export function afterOwnActs(): { readonly after?: string } {
  return position === undefined ? {} : { after: position }
}
