import { type SentenceTable, sentence } from './sentence.ts'

/** What the command line says of stores and processes apart. */
export const clusterSentences = {
  'no-such-location': sentence(
    'The text “{given}” names no place of a ledger.',
    'Name a data folder (no process serves its embedded store to others), esdb://…#namespace, or @file whose only line is one of these.',
    '“{given}”不是账本的存放处。',
    '请指明数据文件夹（内置存储不对其他进程提供）、esdb://…#命名空间，或内容为其一的 @文件。',
  ),
  'same-place': sentence(
    '{place} is where the ledger is already.',
    'Name another place with --to.',
    '账本已经在{place}。',
    '请用 --to 指明另一处。',
  ),
  'nothing-to-copy': sentence(
    'The ledger holds no event yet[: {reason}].',
    'Name the place of one that does with --from.',
    '账本尚无事件[：{reason}]。',
    '请用 --from 指明有事件的账本。',
  ),
  'target-ahead': sentence(
    'The target has gone on by itself[: {reason}].',
    'Copy into an empty place, or from the one that is ahead.',
    '目标处已自行继续记账[：{reason}]。',
    '请复制到空处，或从记录较多的一方复制。',
  ),
  'target-differs': sentence(
    'The target holds something else[: {reason}].',
    'Copy into an empty place.',
    '目标处的内容不同[：{reason}]。',
    '请复制到空处。',
  ),
  'copy-differs': sentence(
    'The copy is not the same as the source[: {reason}].',
    'Do not serve it; copy again into an empty place.',
    '副本与来源不同[：{reason}]。',
    '请勿使用该副本；请重新复制到空处。',
  ),
  'events-missing': sentence(
    'The source lacks events[: {reason}].',
    'Verify it with `welfare verify --data` before anything is copied from it.',
    '来源缺少事件[：{reason}]。',
    '复制之前请先用 `welfare verify --data` 核验来源。',
  ),
  'wrong-ledger': sentence(
    'There is another ledger[: {reason}].',
    'Name the place of the one that is meant, or an empty one.',
    '该处是另一个账本[：{reason}]。',
    '请指明正确账本的存放处，或空处。',
  ),
  'ledger-changed': sentence(
    'The ledger went over to another epoch meanwhile[: {reason}].',
    'Start this again.',
    '账本其间已进入另一期次[：{reason}]。',
    '请重新开始。',
  ),
  'epoch-not-begun': sentence(
    'No new epoch was begun[: {reason}].',
    'See whether somebody else has begun one, and try again.',
    '未能开始新的期次[：{reason}]。',
    '请查看是否已有他人开始，然后重试。',
  ),
  'no-cluster': sentence(
    'WELFARE_STORE_URL names no EventStoreDB cluster.',
    'Set it; an embedded ledger begins an epoch with `welfare restore`.',
    'WELFARE_STORE_URL 未指明EventStoreDB集群。',
    '请设置；内置账本用 `welfare restore` 开始新的期次。',
  ),
  'store-not-served': sentence(
    'No process serves an embedded store to others.',
    'Processes apart name an EventStoreDB in WELFARE_STORE_URL; for development, `npm run cluster` starts a stand-in.',
    '没有进程把内置存储提供给其他进程。',
    '分开运行的进程请在 WELFARE_STORE_URL 中指明EventStoreDB；开发时 `npm run cluster` 会启动替代服务。',
  ),
  'store-unavailable': sentence(
    'The event store cannot be reached[: {reason}].',
    'See whether it runs and WELFARE_STORE_URL is right, and try again.',
    '无法连接事件存储[：{reason}]。',
    '请检查其是否运行、WELFARE_STORE_URL 是否正确，然后重试。',
  ),
  'store-unsupported': sentence(
    'The event store is of a version that cannot be used[: {reason}].',
    'Use EventStoreDB 22.10 or later.',
    '事件存储的版本不能使用[：{reason}]。',
    '请使用EventStoreDB 22.10或更新版本。',
  ),
  'process-unknown': sentence(
    'There is no process {given}[; it is called {now} now].',
    'Choose one of {possible}.',
    '没有名为{given}的进程[；现改名为{now}]。',
    '请从以下进程中选择：{possible}。',
  ),
  'brokers-failing': sentence(
    'The brokers at {brokers} do not do what was asked[: {reason}].',
    'See whether they run, and whether WELFARE_KAFKA_BROKERS names them.',
    '{brokers}处的消息服务未能完成请求[：{reason}]。',
    '请检查其是否运行，以及 WELFARE_KAFKA_BROKERS 是否正确。',
  ),
} as const satisfies SentenceTable
