import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startGateway } from '../../src/testing'

const CHILD = join(__dirname, 'https-process-store.cjs')

it.each([1, 2])(
  'processes that share a store renew tokens of platforms, if the newest %d refresh tokens are valid',
  async (newestRefreshTokens) => {
    const folder = mkdtempSync(join(tmpdir(), 'token-store-'))
    const gateway = await startGateway({ newestRefreshTokens })
    try {
      const children = [1, 2, 3].map(() =>
        promisify(execFile)(process.execPath, [CHILD, gateway.baseUrl, folder]),
      )
      for (const { stdout } of await Promise.all(children)) {
        const results: string[][] = JSON.parse(stdout)
        expect(results).toHaveLength(10)
        expect([...new Set(results.flat())]).toEqual(['a token', 'a plan'])
      }
    } finally {
      await gateway.close()
      rmSync(folder, { recursive: true })
    }
  },
  60_000,
)
