import { divisionName } from '@welfare/papers/division-names.ts'
import figures from './scaling-figures.json' with { type: 'json' }
import { count, over, percent, plus, type Quantity, section, table, times, years } from './scaling-quantities.ts'

/**
 * The tables of SCALING.md, from `scaling-figures.json`: measured, told by others, assumed. What was not measured stands as ⟨its name⟩, and so
 * does what would follow from it. `node infra/scaling.ts` prints them; a test holds SCALING.md to it.
 */
export function scalingTables(given: Figures = figures): string {
  const { measured, facts, assumed } = values(given)
  const loads = loadsOf({ ...facts, ...assumed })
  const country = loads[loads.length - 1]
  if (!country) throw new TypeError('the last load is the country')
  const ledgers = countCityLevel()
  const average = divide(country, ledgers)
  const largest = divide(country, ledgers / assumed.largestLedger)
  return [
    section('Figures', figureTable(given)),
    section('Assumed', assumptionTable(given)),
    section('Load', loadTable(loads, { ...facts, ...assumed })),
    section('One ledger', ledgerTable({ ledgers, average, largest, measured })),
    section('The whole country at its peak', nodeTable(country, measured)),
    section(
      'Storage of one year',
      storageTable({ average, country, measured, yuanPerTerabyte: assumed.yuanPerTerabyteYear }),
    ),
    section('What breaks first', limitTable({ average, largest, measured, facts, assumed })),
  ].join('\n\n')
}

interface Figures {
  readonly measured: Readonly<
    Record<keyof typeof figures.measured, { value: number | null; what: string; from: string }>
  >
  readonly facts: Readonly<Record<keyof typeof figures.facts, { value: number; from: string }>>
  readonly assumed: Readonly<Record<keyof typeof figures.assumed, { value: number; why: string }>>
}
/** Undefined: nobody has measured it. */
type Measured = Readonly<Record<keyof typeof figures.measured, Quantity>>
interface Load {
  readonly name: string
  readonly people: number
  readonly mealsPerDay: number
  readonly peakPerSecond: number
  readonly eventsPerYear: number
}

function values({ measured, facts, assumed }: Figures) {
  const known = Object.entries(measured).map(([name, { value }]) => [name, value ?? (`⟨${name}⟩` as const)])
  const numbers = (of: Readonly<Record<string, { value: number }>>) =>
    Object.entries(of).map(([name, { value }]) => [name, value])
  return {
    measured: Object.fromEntries(known) as Measured,
    facts: Object.fromEntries(numbers(facts)) as Record<keyof typeof figures.facts, number>,
    assumed: Object.fromEntries(numbers(assumed)) as Record<keyof typeof figures.assumed, number>,
  }
}

type Givens = Readonly<Record<keyof typeof figures.facts | keyof typeof figures.assumed, number>>

function loadsOf(given: Givens): readonly Load[] {
  const mealsPerPerson = given.liuzhouMeals / given.liuzhouDays / given.liuzhouWorkers
  const load = (name: string, people: number): Load => {
    const mealsPerDay = people * mealsPerPerson
    return {
      name,
      people,
      mealsPerDay,
      peakPerSecond: (mealsPerDay / given.peakSeconds) * given.burst,
      eventsPerYear: mealsPerDay * given.daysPerYear + people * 12 * given.eventsPerWorkerMonth,
    }
  }
  return [
    load('a city, Liuzhou', given.liuzhouWorkers),
    load('a city, Hefei', given.hefeiMealsPerDay / mealsPerPerson),
    load('a province', given.provinceWorkers),
    load('the country, every member', given.countryMembers),
  ]
}

function divide(load: Load, by: number): Load {
  return {
    name: load.name,
    people: load.people / by,
    mealsPerDay: load.mealsPerDay / by,
    peakPerSecond: load.peakPerSecond / by,
    eventsPerYear: load.eventsPerYear / by,
  }
}

/** City-level divisions of today's table of GB/T 2260. */
function countCityLevel(): number {
  const codes = Array.from({ length: 10_000 }, (_, index) => `${String(index).padStart(4, '0')}00`)
  return codes.filter((code) => !code.endsWith('0000') && divisionName(code) !== undefined).length
}

function figureTable({ measured, facts }: Figures): string {
  const rows = [
    ...Object.entries(measured).map(([name, { value, what, from }]) => [
      name,
      value === null ? `⟨${name}⟩` : count(value),
      what,
      from,
    ]),
    ...Object.entries(facts).map(([name, { value, from }]) => [name, count(value), '', from]),
  ]
  return table(['name', 'figure', 'what', 'from'], rows)
}

function assumptionTable({ assumed }: Figures): string {
  return table(
    ['name', 'assumed', 'why'],
    Object.entries(assumed).map(([name, { value, why }]) => [name, count(value), why]),
  )
}

function loadTable(loads: readonly Load[], given: Givens): string {
  const { liuzhouMeals, liuzhouDays, liuzhouWorkers, peakSeconds, burst, daysPerYear, eventsPerWorkerMonth } = given
  const perPerson = (liuzhouMeals / liuzhouDays / liuzhouWorkers).toFixed(3)
  const intro = [
    `Meals a day = people × ${count(liuzhouMeals)} ÷ ${liuzhouDays} ÷ ${count(liuzhouWorkers)} (Liuzhou: ${perPerson} a person and day).`,
    `Peak = meals a day ÷ ${count(peakSeconds)} s × ${burst}.`,
    `Events a year = meals a day × ${daysPerYear} + people × 12 × ${eventsPerWorkerMonth}.`,
  ]
  const rows = loads.map(({ name, people, mealsPerDay, peakPerSecond, eventsPerYear }) => [
    name,
    ...[people, mealsPerDay, peakPerSecond, eventsPerYear].map((number) => count(number)),
  ])
  return `${intro.join(' ')}\n\n${table(['', 'people', 'meals a day', 'peak, redemptions/s', 'events a year'], rows)}`
}

interface Ledgers {
  readonly ledgers: number
  readonly average: Load
  readonly largest: Load
  readonly measured: Measured
}

function ledgerTable({ ledgers, average, largest, measured }: Ledgers): string {
  const intro = `One ledger for each of the ${count(ledgers)} city-level divisions of GB/T 2260: what it must do at its peak, of what one process of 2 cores does.`
  const shares: readonly (readonly [string, Quantity])[] = [
    ['recording redemptions, in process', measured.redemptionsPerSecond],
    ['redemptions through the portal', measured.gatewayRedemptionsPerSecond],
    ['appends to EventStoreDB', measured.storeAppendsPerSecond],
    ['relay', measured.relayEventsPerSecond],
    ['feed', measured.feedEventsPerSecond],
    ['read models', measured.projectionEventsPerSecond],
    ['transparency log', measured.treeEventsPerSecond],
  ]
  const head = [
    '',
    'one process can, a second',
    `average ledger: ${count(average.peakPerSecond)}/s`,
    `largest: ${count(largest.peakPerSecond)}/s`,
  ]
  return `${intro}\n\n${table(
    head,
    shares.map(([name, can]) => [
      name,
      count(can),
      percent(average.peakPerSecond, can),
      percent(largest.peakPerSecond, can),
    ]),
  )}`
}

function nodeTable(country: Load, measured: Measured): string {
  const needed = country.peakPerSecond
  const rows: readonly (readonly [string, Quantity])[] = [
    ['vouchers processes, were there no HTTP', measured.redemptionsPerSecond],
    ['vouchers processes behind portals', measured.gatewayRedemptionsPerSecond],
    ['vouchers processes on EventStoreDB', measured.storeAppendsPerSecond],
    ['relays', measured.relayEventsPerSecond],
    ['replicas of read models, one of each', measured.projectionEventsPerSecond],
  ]
  return `${count(needed)} redemptions/s ÷ what one process does, rounded up: the least that could do it, were work spread evenly.\n\n${table(
    ['', 'one does', 'needed'],
    rows.map(([name, can]) => [name, count(can), count(over(needed, can, Math.ceil))]),
  )}`
}

interface Storage {
  readonly average: Load
  readonly country: Load
  readonly measured: Measured
  readonly yuanPerTerabyte: number
}

/** Gigabytes and terabytes are powers of ten, as disks are sold. */
function storageTable({ average, country, measured, yuanPerTerabyte }: Storage): string {
  const copies: readonly (readonly [string, Quantity])[] = [
    ["topics: the ledger's and the one by stream, three replicas each", times(measured.topicBytes, 6)],
    [
      'read models: two replicas, each with its copy of the log',
      times(plus(measured.readModelBytes, measured.logBytes), 2),
    ],
    ['other rooms: one instance each', measured.copyBytes],
    ['transparency log, with its copy of the log', plus(measured.treeBytes, measured.logBytes)],
  ]
  const embedded = times(measured.logBytes, 2)
  const cluster = times(measured.storeBytes, 3)
  const rest = copies.reduce<Quantity>((sum, [, bytes]) => plus(sum, bytes), 0)
  const rows: readonly (readonly [string, Quantity])[] = [
    ['store, embedded: once, and in one backup', embedded],
    ['or store, EventStoreDB: three nodes', cluster],
    ...copies,
    ['**together, embedded store**', plus(embedded, rest)],
    ['**together, EventStoreDB**', plus(cluster, rest)],
  ]
  const cells = rows.map(([name, bytes]) => {
    const terabytes = over(times(bytes, country.eventsPerYear), 1e12)
    const gigabytes = over(times(bytes, average.eventsPerYear), 1e9)
    return [name, count(bytes), count(gigabytes), count(terabytes), count(times(terabytes, yuanPerTerabyte))]
  })
  return table(['', 'bytes an event', 'average ledger, GB', 'country, TB', 'country, yuan'], cells)
}

interface Limits {
  readonly average: Load
  readonly largest: Load
  readonly measured: Measured
  readonly facts: { readonly tileEvents: number }
  readonly assumed: { readonly fillDays: number; readonly backupSeconds: number }
}

function limitTable({ average, largest, measured, facts, assumed }: Limits): string {
  const secondsOfFill = assumed.fillDays * 24 * 3600
  const fillEvents = times(measured.projectionEventsPerSecond, secondsOfFill)
  const backedUp = over(times(measured.backupBytesPerSecond, assumed.backupSeconds), measured.logBytes)
  const peopleAtPeak = over(times(measured.redemptionsPerSecond, average.people), average.peakPerSecond)
  const peopleAtStore = over(times(measured.storeAppendsPerSecond, average.people), average.peakPerSecond)
  const byEvents = (name: string, events: Quantity) => [
    name,
    `${count(events)} events`,
    years(events, average.eventsPerYear),
    years(events, largest.eventsPerYear),
  ]
  const byPeople = (name: string, people: Quantity) => [
    name,
    `${count(people)} people in a ledger`,
    percent(average.people, people),
    percent(largest.people, people),
  ]
  const rows = [
    byEvents('public paths of tiles', facts.tileEvents),
    byEvents('a new replica of the read models within a day', fillEvents),
    byEvents('a backup of the embedded log within an hour', backedUp),
    byPeople('one process that records, embedded', peopleAtPeak),
    byPeople('one vouchers process on EventStoreDB', peopleAtStore),
  ]
  return table(['limit', 'at', 'average ledger', 'largest ledger'], rows)
}

if (import.meta.main) process.stdout.write(`${scalingTables()}\n`)
