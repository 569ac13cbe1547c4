import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** The files of CloudRun, in a folder that is gone after the test; those that are not named are not there. */
export function cloudRunFiles(there: { certificate?: boolean; token?: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-run-'))
  folders.push(folder)
  const certificateFile = join(folder, 'certificate.crt')
  const tokenFile = join(folder, 'cloudbase_access_token')
  if (there.certificate) writeFileSync(certificateFile, 'a certificate')
  if (there.token !== undefined) writeFileSync(tokenFile, there.token)
  return { certificateFile, tokenFile }
}
