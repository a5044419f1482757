import type { RouteAnswer } from '../route.ts'
import type { InboundRequest } from './inbound-request.ts'

/** What a browser is given beside the API: HTML, scripts, pictures. */
export interface Pages {
  /** Undefined for an address that is not a page's: it is the API's, or nobody's. */
  answer(request: InboundRequest): Promise<RouteAnswer> | undefined
}
