import { scopeHoldsDivision } from '@welfare/contracts/authority.ts'
import { derivedId } from '@welfare/event-store/derived-id.ts'
import { commandRoute } from '@welfare/http/command-route.ts'
import { listRoute } from '@welfare/http/list-route.ts'
import type { Route } from '@welfare/http/route.ts'
import type { FundsContext } from '../funds.context.ts'
import { bankAccountCodec, bankAccountDecider } from './bank-account.decider.ts'
import { bankAccountAnswer, bankAccountBody, openedBankAccount } from './bank-wire.ts'

/** Accounts of unions. */
export function createBankAccountsRoutes(context: FundsContext): readonly Route[] {
  return [openBankAccountRoute(context), listBankAccountsRoute(context)]
}

function openBankAccountRoute(context: FundsContext): Route {
  return commandRoute(context, {
    method: 'post',
    path: '/v1/bank-accounts',
    operationId: 'openBankAccount',
    summary: 'Registers an account of a union, by its bank and the last four digits of its number',
    tag: 'funds',
    body: bankAccountBody,
    answers: { 201: { description: 'The account', schema: openedBankAccount } },
    refusals: { 'bank-account-known': 409 },
    decidedBy: [bankAccountDecider, bankAccountCodec],
    toCommand({ body }) {
      const { name, bank, lastDigits, division } = body
      return {
        stream: derivedId('bankaccount', JSON.stringify([division, bank, lastDigits, name])),
        command: { type: 'OpenBankAccount', ...body },
        mayCreate: true,
      }
    },
    toAnswer: (_, { body }, { stream: id }) => ({ status: 201, body: { id, ...body } }),
  })
}

function listBankAccountsRoute({ facts }: FundsContext): Route {
  return listRoute({
    path: '/v1/bank-accounts',
    operationId: 'listBankAccounts',
    summary: 'Lists accounts of unions, and what each fund has on those within the scope',
    tag: 'funds',
    item: bankAccountAnswer,
    description: 'A page of accounts',
    listRows: ({ actor: { scope } }, { from, limit }) =>
      facts.listBankAccounts(from, limit).map((row) => ({ ...row, scope })),
    placeOf: ({ sequence }) => sequence,
    toItem: ({ account: { ownFund, ...account }, scope }) => ({
      ...account,
      ...(scopeHoldsDivision(scope, account.division) && {
        funds: facts.balancesOn(account.id),
        ...facts.standingOf(account.id),
        ...(ownFund !== undefined && { ownFund }),
      }),
    }),
  })
}
