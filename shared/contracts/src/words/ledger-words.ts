import { word } from './word.ts'

/** The ledger. */
export const ledgerWords = {
  ledger: word('ledger', '账本', 'one set of books with one global order'),
  stream: word('stream', '事件流', "the events of one thing; its name is the thing's id"),
  version: word('version', '版本', "an event's place in its stream"),
  sequence: word('sequence', '序号', "an event's place in the ledger: dense, 1, 2, 3 …"),
  epoch: word('epoch', '账本代次', 'begins again with a restore from backup'),
  decideEvolve: word('decide, evolve', '决定、演进', 'from state and command to events; from state and event to state'),
  refusal: word('refusal', '拒绝', 'a business "no": a value with a code and facts'),
  upcast: word('upcast', '升级', 'an old event version read as the newest'),
  projection: word('projection', '投影', 'a read model made of events'),
  checkpoint: word('checkpoint', '检查点', 'how far a projection or process has read; of the log: signed checkpoint'),
  processManager: word('process manager', '流程', "another service's event becomes a command on an own stream"),
  relay: word('relay', '转发', 'from the store to outside consumers'),
  postingLeg: word('posting, leg', '过账、分录行', 'what an event moves; one line of it'),
  postingAccount: word(
    'posting account',
    '账户科目',
    'one of `accounts.ts` with its dimensions; never short "account" for anything else',
  ),
  accountingDate: word('accounting date', '记账日期', 'the day on which a posting counts'),
} as const
