import type { AccountsService } from '@welfare/accounts/accounts.service.ts'
import type { ProcessOptions } from '@welfare/service-host/process-options.ts'
import type { VouchersService } from '@welfare/vouchers/vouchers.service.ts'
import { processes } from '../../services/standalone/src/distributed/processes.ts'
import { openFileClock } from './file-clock.ts'
import { answerParent, type ParentAnswers, tellCaughtUp, tellListening } from './parent.ts'

/**
 * `node infra/cluster/process.ts NAME [CLOCK-FILE]`: a process as `welfare service NAME` runs it, and for its parent, over the channel between the
 * two, what a demonstration needs and production has no door for: its address, how far it is, accounts and tokens, and time.
 */
const [name = '', clockFile] = process.argv.slice(2)

const forDemonstrations: typeof processes = {
  ...processes,
  vouchers: async () =>
    (await import('@welfare/vouchers/main.ts')).runVouchers(
      optionsFor<VouchersService>((service) => ({ 'sweep-expired-credits': () => service.sweepExpiredCredits() })),
    ),
  portal: async () =>
    (await import('@welfare/standalone/distributed/portal.ts')).runPortal(
      optionsFor<AccountsService>((identity) => ({
        'open-account': identity.openAccount,
        'issue-token': identity.issueToken,
        'local-token': async (role: Parameters<typeof identity.localToken>[0]) => identity.localToken(role),
      })),
    ),
}

const run = Object.hasOwn(forDemonstrations, name) ? forDemonstrations[name] : undefined
if (!run) throw new Error(`there is no process ${name}`)
await run(optionsFor(() => ({})))

function optionsFor<Service>(doors: (service: Service) => ParentAnswers): ProcessOptions<Service> {
  return {
    ...(clockFile !== undefined && { clock: openFileClock(clockFile) }),
    onListening({ url, shutdown, store, consumers, service }) {
      answerParent({ 'caught-up': () => tellCaughtUp(store, consumers), ...doors(service) })
      tellListening(url, shutdown)
    },
  }
}
