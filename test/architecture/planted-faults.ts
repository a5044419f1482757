/** A fault that a careless change could bring, and the quick tests that must then fail. */
export interface PlantedFault {
  readonly fault: string
  /** Stands exactly once in all production files, whatever the file is called. */
  readonly exactText: string
  readonly replacement: string
  /** Test files by the end of their path, without `.test.ts`; the smallest that judge it. */
  readonly tests: readonly string[]
}

export const plantedFaults: readonly PlantedFault[] = [
  {
    fault: 'wallet: a credit can be drawn on the day on which it has ended',
    exactText: 'isUsableOn(credit, day) && credit.receivedOn <= day && credit.endsOn > today',
    replacement: 'isUsableOn(credit, day) && credit.receivedOn <= day && credit.endsOn >= today',
    tests: ['meal-redemption'],
  },
  {
    fault: 'wallet: one meal a day more than the quota allows',
    exactText: 'used.redemptions >= most',
    replacement: 'used.redemptions > most',
    tests: ['meal-redemption'],
  },
  {
    fault: 'fund: what counts on a past day is held against the balance of now',
    exactText: 'if (requestedFen <= lowest.amount) return undefined',
    replacement: 'if (requestedFen <= available.total) return undefined',
    tests: ['fund.decider', 'fund-days'],
  },
  {
    fault: 'fund: a donation can be refunded twice',
    exactText: 'const unrefundedFen = subtractFen(given.amountFen, given.refundedFen)',
    replacement: 'const unrefundedFen = given.amountFen',
    tests: ['fund.decider'],
  },
  {
    fault: 'budget: once closed, it passes on the totals of credits that came back, not what they rose by',
    exactText: 'const risen = risenBy(known?.totals ?? [], command.totals)',
    replacement: 'const risen = risenBy([], command.totals)',
    tests: ['budget.decider', 'credit-returns'],
  },
  {
    fault: 'batch: a part that was issued is issued again',
    exactText: "state.status !== 'issuing' || part !== state.parts + 1",
    replacement: "state.status !== 'issuing'",
    tests: ['batch.decider'],
  },
  {
    fault: 'depot: goods cannot be given out on their last day',
    exactText: 'expiresOn !== undefined && expiresOn < day',
    replacement: 'expiresOn !== undefined && expiresOn <= day',
    tests: ['depot.decider'],
  },
  {
    fault: 'consignment: what was refused is counted of lots that were taken, too',
    exactText: 'Math.min(refused, sent - quantity)',
    replacement: 'Math.min(refused, sent)',
    tests: ['consignment-at-site'],
  },
  {
    fault: 'money: of equal remainders the later fund takes the fen',
    exactText: 'b.remainder - a.remainder || a.index - b.index',
    replacement: 'b.remainder - a.remainder || b.index - a.index',
    tests: ['money', 'shares'],
  },
  {
    fault: 'postings: what a correction of a receipt found lost leaves the site, not the transit',
    exactText:
      "quantity: line.lostDifference })),\n      { account: 'lost', consignment },\n      inTransit(consignment),",
    replacement:
      "quantity: line.lostDifference })),\n      { account: 'lost', consignment },\n      atSite({ site, programme }, consignment),",
    tests: ['src/golden', 'postings'],
  },
  {
    fault: 'budget report: a day as known at a moment misses the first movement after that moment',
    exactText: 'account = a.id AND entry >= :end AND date <= :day',
    replacement: 'account = a.id AND entry > :end AND date <= :day',
    tests: ['journal/corrections'],
  },
  {
    fault: 'people: a gap says on its first day what was the matter on the day before',
    exactText: 'facts.findLast(([since]) => since <= day)?.[1]\n}\n\n/** What a person is',
    replacement: 'facts.findLast(([since]) => since < day)?.[1]\n}\n\n/** What a person is',
    tests: ['people/counting', 'held-elsewhere'],
  },
  {
    fault: 'sites: a receipt that was taken back leaves its consignment received',
    exactText: "[date, signed < 0 ? 'in-transit' : 'received']",
    replacement: "[date, 'received']",
    tests: ['counting-sites'],
  },
  {
    fault: 'findings: the earlier of two meals, entered later, is not seen at two places',
    exactText: 'where !== merchant && Math.abs(atMs - ms) <= withinMs',
    replacement: 'where !== merchant && atMs >= ms && atMs - ms <= withinMs',
    tests: ['findings/findings'],
  },
  {
    fault: 'mailbox: an append whose repeat found the store overloaded counts as settled',
    exactText: "if (result.outcome !== 'overloaded') return result",
    replacement: 'return result',
    tests: ['failures'],
  },
  {
    fault: 'SQLite writer: an event is recorded before the one in front of it when the clock jumps back',
    exactText: 'recordedAtMs = Math.max(lastRecordedAtMs, clock.now().getTime())',
    replacement: 'recordedAtMs = clock.now().getTime()',
    tests: ['sqlite-store.all'],
  },
  {
    fault: 'SQLite writer: two appends to one stream in one commit both find the stream as it was',
    exactText: 'tentative.get(append.stream) ?? heads.find(append.stream)',
    replacement: 'heads.find(append.stream)',
    tests: ['sqlite-store.all'],
  },
  {
    fault: 'scope: the part of a thing is not held against what the actor may see',
    exactText: '(?:[.@][1-9][0-9]{0,8})?$',
    replacement: '$',
    tests: ['authority/scope'],
  },
  {
    fault: 'approvals: what was reviewed in one place frees what was done in all',
    exactText: 'if (counted.place === event.data.place) acts.set(act, { ...counted, isReviewed: true })',
    replacement: 'acts.set(act, { ...counted, isReviewed: true })',
    tests: ['acts.deciders'],
  },
  {
    fault: 'relay: a hole in what the store gives goes to the topic',
    exactText: 'event.sequence !== (previous?.sequence ?? 0) + 1 || event.ledger !== source.ledger',
    replacement: 'event.ledger !== source.ledger',
    tests: ['relay'],
  },
  {
    fault: 'facts: who waits is answered before what they wait for is stored',
    exactText: 'await options.handle(events)\n      position =',
    replacement: 'void options.handle(events)\n      position =',
    tests: ['consumer'],
  },
  {
    fault: 'verifier: lines behind the last leg of a journal pass',
    exactText: "for (; row !== undefined; row = next()) misfit(row.line, 'no event posts such a leg', undefined)",
    replacement: '',
    tests: ['verify-bundle'],
  },
  {
    fault: 'verifier: an event that stands in its stream twice passes',
    exactText: 'if (lastIds.get(stream) === event.id)',
    replacement: 'if (lastIds.get(stream) === undefined && version === 0)',
    tests: ['verify-bundle'],
  },
  {
    fault: 'till: what was recorded a moment ago is unknown',
    exactText: 'owed.\n  await context.awaitFacts()',
    replacement: 'owed.\n  await Promise.resolve()',
    tests: ['meal-entry'],
  },
  {
    fault: 'facts: what is remembered outlives a change',
    exactText: 'events.some(({ type }) => changedBy.has(type)))) answers.clear()',
    replacement: 'events.length === 0)) answers.clear()',
    tests: ['remembered-facts.property'],
  },
  {
    fault: 'split: a pot pays more than it holds',
    exactText: 'const paidFen = Math.min(askedFen, limitFen ?? askedFen)',
    replacement: 'const paidFen = askedFen',
    tests: ['split-meal'],
  },
  {
    fault: 'split: the smallest remainder takes the fen that is left',
    exactText: 'b.cut - a.cut || a.index - b.index',
    replacement: 'a.cut - b.cut || a.index - b.index',
    tests: ['split-meal'],
  },
  {
    fault: 'split: what rounding left a payer to get is forgotten by the next meal',
    exactText: 'if (data.split) keepOwed(state.owed, data.split)',
    replacement: '',
    tests: ['meal-payers'],
  },
  {
    fault: 'bank: a movement of the books is in two matches',
    exactText: 'if (matched.has(id) || taken.has(id))',
    replacement: 'if (taken.has(id))',
    tests: ['statements/bank-statements'],
  },
  {
    fault: 'bank: of two movements that fit a line equally well one is proposed as certain',
    exactText: 'only && others.length === 0 && wanted.get(only) === 1',
    replacement: 'only && wanted.get(only) === 1',
    tests: ['propose-matches'],
  },
  {
    fault: 'suspense: money is identified a second time',
    exactText: "if (came.identifiedBy !== undefined) return refuse('receipt-already-identified'",
    replacement: "if (came.identifiedBy === receipt) return refuse('receipt-already-identified'",
    tests: ['bank/suspense'],
  },
  {
    fault: 'suspense: what the fund did not take stays identified',
    exactText: "if (came) came.identifiedBy = type === 'ReceiptIdentified' ? id : undefined",
    replacement: 'if (came) came.identifiedBy = id',
    tests: ['bank/suspense'],
  },
  {
    fault: 'payment: what the bank paid in another amount counts as paid',
    exactText:
      "if (amountFen !== totalFen) return refuse('payment-amount-differs', { totalFen, amountFen })\n  if (paidOn < sentOn)",
    replacement: 'if (paidOn < sentOn)',
    tests: ['payment.decider'],
  },
  {
    fault: 'statement: it is proposed over a range that another number has begun',
    exactText: 'if (after !== state.through || through < after)',
    replacement: 'if (through < after)',
    tests: ['statement.decider'],
  },
  {
    fault: 'statement: what was taken back of the last meal of its range is paid',
    exactText: 'const inRange = ({ sequence }: { readonly sequence: number }) => sequence <= through',
    replacement: 'const inRange = ({ sequence }: { readonly sequence: number }) => sequence < through',
    tests: ['statement.decider'],
  },
  {
    fault: 'approvals: an act of today is done under the key of one that waits',
    exactText: ' && !context.facts.isProposed(request.commandId)',
    replacement: '',
    tests: ['limits.http'],
  },
]
