import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '@welfare/process/config.ts'
import { processNames } from '@welfare/standalone/cli/commands/service.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { compose, composePath, composeText, infra, own, processes, root, services } from './compose-file.ts'
import { pythonTool, titled } from './outside-tool.ts'

const PUBLIC_HOST = 'ledger.example'
const schema = pythonTool('check-jsonschema', 'check_jsonschema')
const scratch = mkdtempSync(join(tmpdir(), 'welfare-compose-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** The secrets, as the script makes them that an operator runs. */
function makeSecrets() {
  execFileSync('bash', [join(scratch, 'make-secrets.sh'), PUBLIC_HOST])
  const [url, variables] = ['secrets/store-url', '.env'].map((file) => readFileSync(join(scratch, file), 'utf8'))
  return { url, variables }
}
copyFileSync(join(infra, 'make-secrets.sh'), join(scratch, 'make-secrets.sh'))
const madeSecrets = makeSecrets()

test.skipIf(schema.missing)(titled('is what the compose specification calls a compose file', schema), () => {
  const words = ['-m', 'check_jsonschema', '--builtin-schema', 'vendor.compose-spec', composePath]
  expect(schema.run(words)).toMatchObject({ exitCode: 0 })
})

describe('our containers', () => {
  test.each(own)('%s may do next to nothing to its machine', (_, service) => {
    expect(service).toMatchObject({ user: '10001:10001', read_only: true, cap_drop: ['ALL'] })
    expect(service.security_opt).toEqual(['no-new-privileges:true'])
    expect(service.tmpfs[0]).toMatch(/^\/tmp:.*noexec/)
    expect(service.deploy?.resources.limits).toMatchObject({ memory: '768M', cpus: '1' })
  })

  test('each run a process that the command line has, and every process is run', () => {
    const run = processes.map(([, { command }]) => command[1] ?? '')
    expect([...new Set(run)].sort()).toEqual([...processNames].sort())
    // Named after it, so that a name in a log line or an alert says what runs there.
    for (const [name, { command }] of processes) expect(name.replace(/-\d+$/, '')).toBe(command[1])
  })

  test.each(processes)('%s is configured as its process reads it', (name, service) => {
    const environment = Object.fromEntries(
      Object.entries(service.environment).map(([key, value]) => [
        key,
        value
          .replace(/^\/run\/secrets\//, join(scratch, 'secrets/'))
          .replace(/\$\{PUBLIC_HOST(:\?[^}]*)?\}/, PUBLIC_HOST),
      ]),
    )
    const config = readConfig(environment)
    expect(config).toMatchObject({ host: '0.0.0.0', isBehindTlsProxy: true, dataFolder: '/data', keysFolder: '/keys' })
    expect(config.store?.url).toMatch(/^esdb:\/\/admin:\w+@store-1:2113,store-2:2113,store-3:2113\?tls=true/)
    expect(config.kafka?.brokers).toEqual(['kafka-1:9092', 'kafka-2:9092', 'kafka-3:9092'])
    // Prometheus asks by the container's name, the health check from inside, the portal by the name that the client asked it by.
    expect(config.allowedHosts).toEqual(expect.arrayContaining(['127.0.0.1', name]))
    if (name !== 'relay') expect(config.allowedHosts?.[0]).toBe(PUBLIC_HOST)
    expect(service.healthcheck?.test).toContain('http://127.0.0.1:8080/readyz')
    expect(config.port).toBe(8080)
  })

  test('two instances of a service have names and data of their own', () => {
    const folders = processes.map(([, { volumes }]) => volumes.find((volume) => volume.endsWith(':/data')))
    expect(folders).not.toContain(undefined)
    expect(new Set(folders).size).toBe(processes.length)
    const names = processes.map(([, { command, environment }]) => `${command[1]} ${environment.WELFARE_INSTANCE}`)
    expect(new Set(names).size).toBe(processes.length)
  })

  test('the portal knows every service behind it, and no other', () => {
    const backends = readConfig({
      WELFARE_SERVICE_URLS: compose.services.portal?.environment.WELFARE_SERVICE_URLS,
    }).backends
    const known = Object.entries(backends ?? {}).flatMap(([process, urls]) => urls.map((url) => `${process} ${url}`))
    const there = processes
      .filter(([name]) => name !== 'portal' && name !== 'relay')
      .map(([name, { command }]) => `${command[1]} http://${name}:8080`)
    expect(known.sort()).toEqual(there.sort())
  })

  test('run files that are there', () => {
    const files = [...composeText.matchAll(/\/app\/(infra\/[\w./-]+|services\/[\w./-]+)/g)].map(
      ([, path]) => path ?? '',
    )
    expect(files.length).toBeGreaterThan(1)
    expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})

describe('all containers', () => {
  test.each(services)('%s is of a stated version and gains no rights', (_, { image, security_opt, cap_drop }) => {
    expect(image).toMatch(/:v?\d+\.\d+/)
    expect(security_opt).toContain('no-new-privileges:true')
    expect(cap_drop).toEqual(['ALL'])
  })

  test('are reached from this machine alone, and none but the portal, Prometheus and Grafana at all', () => {
    const published = services.filter(([, { ports }]) => ports.length > 0)
    expect(published.map(([name]) => name)).toEqual(['portal', 'prometheus', 'grafana'])
    for (const [name, { ports }] of published)
      expect(ports, name).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+:\d+$/)])
    expect(compose.networks.inside).toEqual({ internal: true })
    for (const [name, { networks, network_mode, ports }] of services) {
      if (ports.length === 0) expect(network_mode ?? networks, name).toEqual(network_mode ?? ['inside'])
    }
  })

  test('name no volume and no secret that is not defined, and none is defined in vain', () => {
    const volumes = services.flatMap(([, service]) => service.volumes.map((volume) => volume.split(':')[0] ?? ''))
    expect([...new Set(volumes.filter((name) => !name.startsWith('.')))].sort()).toEqual(
      Object.keys(compose.volumes).sort(),
    )
    for (const path of volumes.filter((name) => name.startsWith('.')))
      expect(existsSync(join(infra, path)), path).toBe(true)
    const secrets = services.flatMap(([, service]) => service.secrets)
    expect([...new Set(secrets)].sort()).toEqual(Object.keys(compose.secrets).sort())
  })
})

describe('the secrets', () => {
  test('are what compose.yaml names, readable by containers, in a folder that is nobody else’s', () => {
    for (const { file } of Object.values(compose.secrets))
      expect(statSync(join(scratch, file)).mode & 0o777).toBe(0o444)
    expect(statSync(join(scratch, 'secrets')).mode & 0o777).toBe(0o700)
    expect(statSync(join(scratch, '.env')).mode & 0o777).toBe(0o600)
    const named = [...composeText.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, variable]) => variable)
    const made = [...(madeSecrets.variables ?? '').matchAll(/^(\w+)=/gm)].map(([, variable]) => variable)
    expect([...new Set(named)].sort()).toEqual(made.sort())
  })

  test('made again stay as they are', () => {
    expect(makeSecrets()).toEqual(madeSecrets)
  })

  test('never come into the repository', () => {
    const ignored = execFileSync('git', ['check-ignore', 'infra/.env', 'infra/secrets/store-url'], { cwd: root })
    expect(String(ignored).trim().split('\n')).toHaveLength(2)
  })
})

describe('store and brokers', () => {
  test('the brokers keep what the ones of the tests keep', () => {
    const ofThisMachine =
      /^(node\.id|controller\.quorum\.voters|listeners|advertised\.listeners|log\.dirs|num\.|log\.cleaner|.*num\.partitions)/
    const stated = Object.fromEntries(
      readFileSync(join(infra, 'kafka/three-nodes.properties'), 'utf8')
        .split('\n')
        .filter((line) => /^[a-z]/.test(line) && !ofThisMachine.test(line))
        .map((line) => line.split(/=(.*)/, 2)),
    )
    const voters = '1@kafka-1:9093,2@kafka-2:9093,3@kafka-3:9093'
    for (const node of ['1', '2', '3']) {
      const environment = compose.services[`kafka-${node}`]?.environment ?? {}
      const { CLUSTER_ID: cluster, KAFKA_HEAP_OPTS: heap, ...settings } = environment
      const properties = Object.fromEntries(
        Object.entries(settings).map(([name, value]) => [
          name
            .replace(/^KAFKA_/, '')
            .toLowerCase()
            .replaceAll('_', '.'),
          value,
        ]),
      )
      expect(properties).toEqual({
        ...stated,
        'node.id': node,
        'controller.quorum.voters': voters,
        listeners: 'PLAINTEXT://:9092,CONTROLLER://:9093',
        'advertised.listeners': `PLAINTEXT://kafka-${node}:9092`,
        'log.dirs': '/var/lib/kafka/data',
      })
      expect({ cluster, heap }).toEqual({ cluster: expect.stringMatching(/^[\w-]{22}$/), heap: '-Xms512m -Xmx512m' })
    }
  })

  // The server refuses to start on an option that it does not know. Names as the documentation of 24.10 gives them.
  const storeOptions = [
    ...['CLUSTER_SIZE', 'DISCOVER_VIA_DNS', 'GOSSIP_SEED', 'NODE_IP', 'REPLICATION_IP', 'NODE_HOST_ADVERTISE_AS'],
    ...['REPLICATION_HOST_ADVERTISE_AS', 'TRUSTED_ROOT_CERTIFICATES_PATH', 'CERTIFICATE_FILE', 'RUN_PROJECTIONS'],
    ...['CERTIFICATE_PRIVATE_KEY_FILE', 'TELEMETRY_OPTOUT', 'DEFAULT_ADMIN_PASSWORD', 'DEFAULT_OPS_PASSWORD'],
  ].map((option) => `EVENTSTORE_${option}`)

  test.each(['1', '2', '3'])('store node %s knows itself, the others and its own certificate', (node) => {
    const { environment = {}, volumes = [] } = compose.services[`store-${node}`] ?? {}
    expect(Object.keys(environment).sort()).toEqual(storeOptions.sort())
    const others = ['1', '2', '3'].filter((other) => other !== node)
    expect(environment.EVENTSTORE_GOSSIP_SEED).toBe(others.map((other) => `store-${other}:2113`).join(','))
    expect(environment.EVENTSTORE_NODE_HOST_ADVERTISE_AS).toBe(`store-${node}`)
    expect(environment.EVENTSTORE_REPLICATION_HOST_ADVERTISE_AS).toBe(`store-${node}`)
    expect(volumes).toContain(`store-${node}-certificates:/certificates:ro`)
  })
})
