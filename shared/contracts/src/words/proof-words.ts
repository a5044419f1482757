import { word } from './word.ts'

/** Who, and proof. */
export const proofWords = {
  account: word(
    'account',
    '账号',
    'who signs in: a person, a machine or a phone; never the short form of posting account',
  ),
  role: word(
    'role',
    '角色',
    'officer 经办人, approver 审批人, merchant-owner 店主, merchant-till 收银, auditor 审计, administrator 管理员',
  ),
  scope: word('scope', '管辖范围', 'where a role holds: divisions, and where they are named, programmes or merchants'),
  pairing: word('pairing', '绑定', "a one-time code turns a phone into a merchant's till"),
  token: word('token', '令牌', "a machine's key to the API, shown once"),
  checkerPoster: word(
    'checker, poster',
    '审核人、记账人',
    'who let an entry pass; the ledger itself, which posts every entry',
  ),
  documentNumber: word(
    'document number',
    '业务单据号',
    "continuous per division, year and kind: the journal's ordinal",
  ),
  finding: word('finding', '疑点', 'what a rule finds worth a second look, with its events; an accusation of nobody'),
  reviewOutcome: word(
    'review, outcome',
    '核查、核查结论',
    'what somebody says became of a finding; the last one holds until more comes to it',
  ),
  transparencyLog: word(
    'transparency log',
    '透明日志',
    'the Merkle tree over every recorded event, and its signed checkpoints',
  ),
  signedCheckpoint: word(
    'signed checkpoint',
    '签名检查点',
    'size and root of the tree, signed; always with its adjective',
  ),
  witnessCosignature: word(
    'witness, cosignature',
    '见证方、见证签名',
    'a second party that puts its name under a signed checkpoint',
  ),
  stamp: word('stamp', '报表印记', 'ledger, epoch, sequence, tree size, root and posting rules of a report'),
  bundle: word('bundle', '核验包', 'what the offline verifier is given'),
  restrictionOfProcessing: word('restriction of processing', '限制处理', "a person's data are kept and shown nowhere"),
  erasureRegisterOfErasures: word(
    'erasure, register of erasures',
    '删除、销毁登记',
    "a person's key is destroyed; which keys were, so that no backup brings them back",
  ),
  accessRecord: word('access record', '查阅记录', 'who read which names, what for'),
  signOffSheetPublicList: word(
    'sign-off sheet, public list',
    '签收表、公示名单',
    'who signs for what, by real name; the same masked, for the notice board',
  ),
  rotation: word('rotation', '轮换', 'a key is followed by a newer one'),
} as const
