import { existsSync, readFile } from 'node:fs'
import { promisify } from 'node:util'
import * as z from 'zod/mini'
import { createError } from '../core/error'
import { type Checked, parseOptions } from '../core/options'
import { isText, read } from '../core/read'
import { SERVICE_OFF, SWITCH_ON, TOKEN_FILE_REFUSED } from './hints'
import { type Admission, accessBy, isWellFormed, refused, type TokenSource } from './token'

/** How a container of WeChat CloudRun asks. `undefined` and `null` stand for the default of each. */
export interface CloudRunOptions {
  /** The AppID of the account to ask for, sent as `from_appid`, if several share the environment. */
  fromAppid?: string | null | undefined
  /**
   * Where CloudRun keeps the `cloudbase_access_token` (微信令牌) of the container.
   *
   * @default '/.tencentcloudbase/wx/cloudbase_access_token'
   */
  tokenFile?: string | null | undefined
  /**
   * The file that is there if the open API service (开放接口服务) is switched on.
   *
   * @default '/app/cert/certificate.crt'
   */
  certificateFile?: string | null | undefined
}

const textField = (rule: string) =>
  z.nullish(z.string(rule).check(z.minLength(1, rule), z.refine(isWellFormed, rule)))

const cloudRunOptions = z.object(
  {
    fromAppid: textField('must be the AppID of an account, such as "wx…"'),
    tokenFile: textField('must be the path of a file'),
    certificateFile: textField('must be the path of a file'),
  },
  'must be true, or an object such as { fromAppid }',
)

/** Reads the credential `cloudRun`; each token that is read from the file is added to `secrets`. */
export function cloudRunSource(given: unknown, secrets: Set<string>): Checked<TokenSource> {
  const { value, error } = parseOptions(
    cloudRunOptions,
    given === true ? {} : given,
    'credential.cloudRun',
    (errMsg) => refused(errMsg, 0),
  )
  if (error) return { error }
  const tokenFile = value.tokenFile ?? '/.tencentcloudbase/wx/cloudbase_access_token'
  const certificateFile = value.certificateFile ?? '/app/cert/certificate.crt'
  const { fromAppid } = value
  const from = isText(fromAppid) ? `from_appid=${encodeURIComponent(fromAppid)}` : ''

  const ask = async (_hint: unknown, attempts: number): Promise<Admission> => {
    if (existsSync(certificateFile)) return { query: from, hints: { 41001: SERVICE_OFF } }
    try {
      const text = await promisify(readFile)(tokenFile, 'utf8')
      const access = accessBy('cloudbase_access_token', text, HOLDS, attempts, secrets)
      if (access.error) return access
      const query = [access.query, from].filter(isText).join('&')
      return { ...access, query, hints: { 40001: TOKEN_FILE_REFUSED } }
    } catch (thrown) {
      const errMsg = `there is no ${certificateFile}, and ${tokenFile} can't be read: ${read(thrown, 'code')}`
      return { error: createError('environment', { errMsg, attempts, hint: SWITCH_ON }) }
    }
  }
  return { value: { renewable: true, ask } }
}

const HOLDS = "CloudRun's token file must hold"
