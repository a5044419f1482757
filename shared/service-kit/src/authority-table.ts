import { type Role, roles } from '@welfare/contracts/authority.ts'
import type { AuthorityRow } from './authority.ts'

const desk: readonly Role[] = ['officer']
const approvers: readonly Role[] = ['approver']
const directory: readonly Role[] = ['officer', 'administrator']
const staff: readonly Role[] = ['officer', 'approver', 'auditor', 'administrator']
const till: readonly Role[] = ['merchant-owner', 'merchant-till', 'officer']
const merchantsToo: readonly Role[] = [...staff, 'merchant-owner', 'merchant-till']
const payees: readonly Role[] = [...staff, 'merchant-owner']
const operators: readonly Role[] = ['administrator']
const readersOfNames: readonly Role[] = ['officer', 'auditor', 'administrator']
const overseers: readonly Role[] = ['auditor', 'administrator']
const pairers: readonly Role[] = ['merchant-owner', 'officer', 'administrator']

const anybody: AuthorityRow = { roles: 'public', scope: 'named' }

const named = (roles: readonly Role[]): AuthorityRow => ({ roles, scope: 'named' })
/** Changes what belongs to a division: not for a scope that names programmes. */
const ofDivision = (roles: readonly Role[]): AuthorityRow => ({ roles, scope: 'named', ofProgrammes: 'closed' })
/** About a merchant's own phones: a scope that names programmes holds where the merchant is admitted to one of them. */
const ofMerchant = (roles: readonly Role[]): AuthorityRow => ({ roles, scope: 'named', ofProgrammes: 'admitted' })
const filtered = (roles: readonly Role[]): AuthorityRow => ({ roles, scope: 'filtered' })
const wholeLedger = (roles: readonly Role[]): AuthorityRow => ({ roles, scope: 'whole-ledger' })
const own: AuthorityRow = { roles, scope: 'own' }
const voucher = (roles: readonly Role[]): AuthorityRow => ({ roles, scope: 'voucher' })

/** Who may do what on each route: the one table. A route that is missing here is not served; a row without a route fails a test. */
export const authorityTable = {
  // Who: unions, employers, sites, merchants, workers
  listUnions: filtered(staff),
  readUnion: named(staff),
  registerUnion: ofDivision(directory),
  listEmployers: filtered(staff),
  readEmployer: named(staff),
  registerEmployer: ofDivision(directory),
  changeEmployer: ofDivision(directory),
  listSites: filtered(staff),
  readSite: named(staff),
  registerSite: ofDivision(directory),
  changeSite: ofDivision(directory),
  listMerchants: filtered(merchantsToo),
  readMerchant: named(merchantsToo),
  registerMerchant: ofDivision(directory),
  changeMerchant: ofDivision(directory),
  publishPriceList: ofDivision(desk),
  listPriceLists: named(merchantsToo),
  listWorkers: filtered(staff),
  readWorker: named(staff),
  lookUpWorker: filtered(readersOfNames),
  readWorkerHistory: named(staff),
  correctWorker: named(directory),
  mergeWorkers: named(directory),
  restrictWorker: named(directory),
  liftWorkerRestriction: named(operators),
  eraseWorker: named(operators),
  listAccessRecords: filtered(overseers),
  rotateIdentityHash: wholeLedger(operators),
  readIdentityHashRotation: wholeLedger(overseers),
  printSignOffSheetXlsx: named(readersOfNames),
  printSignOffSheetHtml: named(readersOfNames),
  printPublicListXlsx: named(staff),
  printPublicListHtml: named(staff),
  importRoster: named(desk),
  annotateRoster: named(desk),
  readRosterTemplate: named(staff),

  // What for: programmes and rounds
  defineProgramme: ofDivision(desk),
  listProgrammes: filtered(merchantsToo),
  listProgrammeKinds: filtered(merchantsToo),
  readProgramme: named(merchantsToo),
  changeProgrammeRules: named(desk),
  setProgrammeLastDay: named(desk),
  closeProgramme: named(desk),
  admitMerchant: named(desk),
  listProgrammeMerchants: named(staff),
  withdrawMerchant: named(desk),
  listRoster: named(staff),
  removeFromRoster: named(desk),
  openRound: named(desk),
  joinRound: named(desk),
  leaveRound: named(desk),
  listRounds: named(staff),
  readRound: named(staff),

  // Money in
  openFund: ofDivision(desk),
  listFunds: filtered(staff),
  readFund: named(staff),
  receiveDonation: ofDivision(desk),
  listDonations: named(staff),
  refundDonation: ofDivision(desk),
  correctDonation: ofDivision(desk),
  correctRefund: ofDivision(desk),
  allocateFunds: named(desk),
  returnAllocation: named(desk),
  correctAllocation: named(desk),
  correctAllocationReturn: named(desk),
  readProgrammeBudget: named(staff),
  listAllocations: named(staff),

  // Vouchers
  lookUpVoucher: voucher(till),
  redeemMeal: voucher(till),
  reverseRedemption: named(till),
  voidVoucher: voucher(desk),
  replaceVoucher: voucher(desk),
  suspendVoucher: voucher(desk),
  resumeVoucher: voucher(desk),
  restoreVoucher: voucher(desk),
  replaceVoucherOfWorker: named(desk),
  lookUpVoucherOfWorker: named(desk),
  moveCredit: named(desk),
  voidVouchers: named(desk),
  listVoucherCards: named(desk),
  orderIssuance: named(desk),
  listIssuances: named(staff),

  // Goods; what a kit is made of is the same everywhere
  listItems: named(staff),
  defineItem: ofDivision(desk),
  readItem: named(staff),
  listKits: named(staff),
  defineKit: ofDivision(desk),
  readKit: named(staff),
  reviseKit: ofDivision(desk),
  listDepots: filtered(staff),
  openDepot: ofDivision(desk),
  readDepot: named(staff),
  receiveGoods: ofDivision(desk),
  packKits: ofDivision(desk),
  writeOffGoods: ofDivision(desk),
  listConsignments: filtered(staff),
  planConsignment: named(desk),
  readConsignment: named(staff),
  planRoundConsignments: named(desk),
  dispatchConsignment: named(desk),
  receiveConsignment: named(desk),
  handOutGoods: named(desk),
  returnConsignment: named(desk),
  cancelConsignment: named(desk),

  // Acts above a limit wait for another person: one set of routes for each area
  listFundsProposals: filtered(staff),
  readFundsProposal: named(staff),
  approveFundsProposal: named(approvers),
  refuseFundsProposal: named(approvers),
  withdrawFundsProposal: named(desk),
  listVouchersProposals: filtered(staff),
  readVouchersProposal: named(staff),
  approveVouchersProposal: named(approvers),
  refuseVouchersProposal: named(approvers),
  withdrawVouchersProposal: named(desk),
  listProgrammesProposals: filtered(staff),
  readProgrammesProposal: named(staff),
  approveProgrammesProposal: named(approvers),
  refuseProgrammesProposal: named(approvers),
  withdrawProgrammesProposal: named(desk),
  listDeliveriesProposals: filtered(staff),
  readDeliveriesProposal: named(staff),
  approveDeliveriesProposal: named(approvers),
  refuseDeliveriesProposal: named(approvers),
  withdrawDeliveriesProposal: named(desk),
  listRegistryProposals: filtered(staff),
  readRegistryProposal: named(staff),
  approveRegistryProposal: named(approvers),
  refuseRegistryProposal: named(approvers),
  withdrawRegistryProposal: named(directory),

  // Reports
  getBudget: filtered(staff),
  getCoverage: filtered(staff),
  getGaps: filtered(staff),
  getJournal: filtered(payees),
  exportJournal: filtered(payees),
  getEntries: filtered(payees),
  getComparison: filtered(staff),
  getFindings: filtered(staff),
  exportHledger: filtered(payees),
  exportBeancount: filtered(payees),
  exportJournalXlsx: filtered(payees),
  exportGbtArchive: wholeLedger(overseers),
  exportGbtLedger: wholeLedger(overseers),
  printBudgetXlsx: filtered(staff),
  printBudgetHtml: filtered(staff),
  printCoverageXlsx: filtered(staff),
  printCoverageHtml: filtered(staff),
  printGapsXlsx: filtered(staff),
  printGapsHtml: filtered(staff),
  printPayablesXlsx: filtered(payees),
  printPayablesHtml: filtered(payees),
  printPayablesCsv: filtered(payees),
  getTrail: filtered(staff),
  getMealsOfFund: filtered(staff),
  getProjections: named(staff),
  rebuildProjections: wholeLedger(operators),
  readJob: named(staff),

  // The transparency log; hashes and signatures are anybody's to check, entries hold events
  readCheckpoint: anybody,
  readTile: anybody,
  readTileOf2Segments: anybody,
  readTileOf3Segments: anybody,
  readEntries: wholeLedger(overseers),
  readEntriesOf2Segments: wholeLedger(overseers),
  readEntriesOf3Segments: wholeLedger(overseers),
  readLogKeys: anybody,
  listLogKeys: anybody,
  listCheckpoints: anybody,
  proveInclusion: anybody,
  proveConsistency: anybody,
  addCosignature: wholeLedger(overseers),
  rotateLogKey: wholeLedger(operators),

  // Accounts and signing in
  setUp: anybody,
  signIn: anybody,
  beginSignOn: anybody,
  completeSignOn: anybody,
  completePairing: anybody,
  readSession: own,
  signOut: own,
  changePassword: own,
  issueReadToken: own,
  openAccount: named(operators),
  listAccounts: filtered(overseers),
  readAccount: named(overseers),
  changeAuthority: named(operators),
  closeAccount: named(operators),
  resetPassword: named(operators),
  issueToken: named(operators),
  listTokens: named(overseers),
  revokeToken: named(operators),
  pairDevice: ofMerchant(pairers),
  listDevices: ofMerchant([...pairers, 'auditor']),
  revokeDevice: ofMerchant(pairers),
  setApprovalLimit: ofDivision(operators),
  listApprovalLimits: filtered(staff),
  readApprovalLimit: named(staff),

  // Operation
  readAuthority: named(overseers),
  makeBackup: wholeLedger(operators),
} as const satisfies Record<string, AuthorityRow>
