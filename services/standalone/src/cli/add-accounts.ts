import { type Command, Option } from 'commander'
import {
  closeAccount,
  issueToken,
  listAccounts,
  type OpenAccountOptions,
  openAccount,
  resetPassword,
} from './commands/account.ts'
import { type LoginOptions, login, logout } from './commands/login.ts'
import type { CommonOptions, RunCommand } from './run-command.ts'

const roles = ['officer', 'approver', 'merchant-owner', 'merchant-till', 'auditor', 'administrator']

/** Acts belong to persons: who signs in here is named in what commands record. */
export function addSignIn(program: Command, run: RunCommand): void {
  program
    .command('login')
    .description('Sign in at a server; what commands record is recorded in this name')
    .requiredOption('--server <url>', 'such as https://ledger.example.org')
    .option(
      '--account <name>',
      'asked for where it is not given; the password is asked for, or a line of standard input',
    )
    .option('--json', 'print machine output, alone, on standard output')
    .action(({ json, ...options }: CommonOptions & LoginOptions) =>
      run(common({ json, key: undefined }), (context) => login(context, options)),
    )
  program
    .command('logout')
    .description('End the session')
    .option('--json', 'print machine output, alone, on standard output')
    .action((options: CommonOptions) => run(options, logout))
}

/** Who may sign in, as what, and where it holds. */
export function addAccounts(program: Command, run: RunCommand): void {
  const account = program.command('account').description('Who may sign in, as what, and where it holds')
  writing(account.command('open').description('Open an account; a person gets a one-time password'))
    .argument('<account>', 'sign-in name: small letters, digits, dots and hyphens; never a real name')
    .addOption(new Option('--role <role>').choices(roles).makeOptionMandatory())
    .option('--division <code...>', 'these and those below them (default: the whole ledger)')
    .option('--programme <id...>', 'of these programmes only')
    .option('--merchant <id...>', 'of these merchants only')
    .option('--machine', 'for a program, which gets tokens, not a password')
    .action((name: string, { json, key, ...options }: CommonOptions & OpenAccountOptions) =>
      run(common({ json, key }), (context) => openAccount(context, name, options)),
    )
  account
    .command('list')
    .description('Every account')
    .option('--json', 'print machine output, alone, on standard output')
    .action((options: CommonOptions) => run(options, listAccounts))
  writing(account.command('close').description('End an account, with its sessions and tokens, for good'))
    .argument('<account>', 'sign-in name')
    .requiredOption('--reason <text>')
    .action((name: string, { reason, ...options }: CommonOptions & { reason: string }) =>
      run(options, (context) => closeAccount(context, name, reason)),
    )
  writing(account.command('reset-password').description('Give a person a new one-time password'))
    .argument('<account>', 'sign-in name')
    .action((name: string, options: CommonOptions) => run(options, (context) => resetPassword(context, name)))
  writing(account.command('token').description("Make a token for a program's account; it is printed once"))
    .argument('<account>', 'sign-in name')
    .requiredOption('--label <text>', 'what it is for')
    .option('--expires-on <day>', 'the last day on which it is good')
    .action((name: string, { json, key, ...options }: CommonOptions & { label: string; expiresOn?: string }) =>
      run(common({ json, key }), (context) => issueToken(context, name, options)),
    )
}

function writing(command: Command): Command {
  return command
    .option('--json', 'print machine output, alone, on standard output')
    .option('--key <key>', 'Idempotency-Key, to try the same write again')
    .option('--as-operator', 'in the name of who has this machine: for a lost password')
}

function common({
  json,
  key,
  asOperator,
}: { [Name in keyof CommonOptions]?: CommonOptions[Name] | undefined }): CommonOptions {
  return {
    ...(json !== undefined && { json }),
    ...(key !== undefined && { key }),
    ...(asOperator !== undefined && { asOperator }),
  }
}
