export interface RealServer {
  readonly url: string
  stop(): Promise<void>
}

const IMAGE = 'eventstore/eventstore:24.10'
/** A first start pulls the image. */
const STARTUP_MS = 300_000

/** The server that `EVENTSTOREDB_URL` names, else one in a container, else why there is none. */
export async function findRealServer(): Promise<RealServer | string> {
  const url = process.env.EVENTSTOREDB_URL
  if (url !== undefined && url !== '') return { url, stop: async () => undefined }
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers')
  try {
    await getContainerRuntimeClient()
  } catch {
    return 'EVENTSTOREDB_URL is not set, and no Docker engine answers'
  }
  try {
    const container = await new GenericContainer(IMAGE)
      .withEnvironment({
        EVENTSTORE_CLUSTER_SIZE: '1',
        EVENTSTORE_INSECURE: 'true',
        EVENTSTORE_MEM_DB: 'false',
        EVENTSTORE_RUN_PROJECTIONS: 'None',
      })
      .withExposedPorts(2113)
      .withWaitStrategy(Wait.forHttp('/health/live', 2113).forStatusCodeMatching((status) => status < 300))
      .withStartupTimeout(STARTUP_MS)
      .start()
    const address = `${container.getHost()}:${container.getMappedPort(2113)}`
    return {
      url: `esdb://${address}?tls=false`,
      stop: async () => {
        await container.stop()
      },
    }
  } catch (error) {
    return `EVENTSTOREDB_URL is not set, and ${IMAGE} did not start: ${error instanceof Error ? error.message : error}`
  }
}
