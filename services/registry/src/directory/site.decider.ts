import type { DataOf, EventOf } from '@welfare/contracts/catalogue.ts'
import { accept, type Decider, type Decision, refuse } from '@welfare/event-store/decider/decider.ts'
import { sameData } from '../people/same-data.ts'

/*
 * Stream `site-<uuid>`: a place where goods go.
 * Invariant: a workplace belongs to an employer; a union station may stand open to all.
 */
export type SiteEvent = EventOf<'SiteRegistered' | 'SiteChanged'>
export type SiteData = DataOf<'SiteRegistered'>
export type SiteCommand =
  | { readonly type: 'RegisterSite'; readonly site: SiteData }
  | { readonly type: 'ChangeSite'; readonly site: SiteData }
export type SiteRefusalCode = 'site-already-registered' | 'site-unknown' | 'workplace-without-employer'

export interface SiteState {
  readonly site: SiteData | undefined
}

type SiteDecision = Decision<SiteEvent, SiteRefusalCode>

export const siteDecider: Decider<SiteState, SiteCommand, SiteEvent, SiteRefusalCode> = {
  category: 'site',
  initialState: { site: undefined },
  decide,
  evolve: (_, event) => ({ site: event.data }),
}

function decide(state: SiteState, command: SiteCommand): SiteDecision {
  switch (command.type) {
    case 'RegisterSite':
      return register(state, command.site)
    case 'ChangeSite':
      return change(state, command.site)
  }
}

function register({ site }: SiteState, data: SiteData): SiteDecision {
  if (site !== undefined) return refuse('site-already-registered')
  return lacksEmployer(data) ? refuse('workplace-without-employer') : accept([{ type: 'SiteRegistered', data }])
}

function change({ site }: SiteState, data: SiteData): SiteDecision {
  if (site === undefined) return refuse('site-unknown')
  if (lacksEmployer(data)) return refuse('workplace-without-employer')
  return accept(sameData(site, data) ? [] : [{ type: 'SiteChanged', data }])
}

function lacksEmployer(site: SiteData): boolean {
  return site.kind === 'workplace' && site.employer === undefined
}
