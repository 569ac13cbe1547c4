import { existsSync, readFile, stat } from 'node:fs'
import { promisify } from 'node:util'
import * as z from 'zod/mini'
import { createError, type GrayReleasePlanError } from '../core/error'
import { type Checked, parseOptions } from '../core/options'
import { read } from '../core/read'
import { TOKENLESS_BASE_URL } from './base-url'
import { hintOverHttps, SERVICE_OFF, SWITCH_ON, TOKEN_FILE_REFUSED } from './hints'
import { APPID_RULE, textOption } from './kept-token'
import { accessBy, isWellFormed, refused, type TokenSource } from './token'

/** How a container of WeChat CloudRun queries. `null` means the default of each option. */
export interface CloudRunOptions {
  /** The AppID of the account to query, sent as `from_appid`, if several share the environment. */
  fromAppid?: string | null | undefined
  /**
   * In a container of a third-party platform: the AppID of an account that has authorized it. The token
   * of the file is then sent as `TOKEN@APPID`. With the open API service the error is `environment`.
   */
  authorizerAppid?: string | null | undefined
  /**
   * Where CloudRun keeps the `cloudbase_access_token` (微信令牌) of the container: a regular file of at
   * most 64 KiB.
   *
   * @default '/.tencentcloudbase/wx/cloudbase_access_token'
   */
  tokenFile?: string | null | undefined
  /**
   * The file that exists if the open API service (开放接口服务) is switched on.
   *
   * @default '/app/cert/certificate.crt'
   */
  certificateFile?: string | null | undefined
}

const text = (rule: string) => z.nullish(textOption(rule).check(z.refine(isWellFormed, rule)))

const PATH_RULE = 'must be the path of a file'

const cloudRunOptions = z.object(
  {
    fromAppid: text(APPID_RULE),
    authorizerAppid: text(APPID_RULE),
    tokenFile: text(PATH_RULE),
    certificateFile: text(PATH_RULE),
  },
  'must be true, or an object such as { fromAppid }',
)

/** Reads the credential `cloudRun`; each token that is read from the file is added to `secrets`. */
export function cloudRunSource(given: unknown, secrets: Set<string>): Checked<TokenSource> {
  const name = 'credential.cloudRun'
  const parsed = parseOptions(cloudRunOptions, given === true ? {} : given, name, refused)
  if (parsed.error) return parsed
  const { fromAppid, authorizerAppid } = parsed.value
  const tokenFile = parsed.value.tokenFile ?? '/.tencentcloudbase/wx/cloudbase_access_token'
  const certificateFile = parsed.value.certificateFile ?? '/app/cert/certificate.crt'
  const from = fromAppid ? `from_appid=${encodeURIComponent(fromAppid)}` : ''

  const ask: TokenSource = async () => {
    if (existsSync(certificateFile)) {
      if (authorizerAppid) return { error: misconfigured(NO_AUTHORIZER) }
      const hints = { 41001: SERVICE_OFF }
      return { value: { query: from, baseUrl: TOKENLESS_BASE_URL, hints } }
    }
    let token: string
    try {
      token = (await readTokenFile(tokenFile)).trim()
    } catch (thrown) {
      const errMsg = `there is no ${certificateFile}, and ${tokenFile} can't be read: ${read(thrown, 'code')}`
      return { error: misconfigured(errMsg, SWITCH_ON) }
    }
    if (token === '') return { error: refused(`the token file ${tokenFile} is empty`) }
    const suffix = authorizerAppid ? `@${authorizerAppid}` : ''
    const must = "CloudRun's token file must contain"
    const { value, error } = accessBy('cloudbase_access_token', token, must, secrets, suffix)
    if (error) return { error }
    const query = from ? `${value.query}&${from}` : value.query
    return { value: { ...value, query, hints: { 40001: TOKEN_FILE_REFUSED } } }
  }
  return { value: ask }
}

const misconfigured = (errMsg: string, hint = hintOverHttps('environment')): GrayReleasePlanError =>
  createError('environment', { errMsg, attempts: 0, hint })

const NO_AUTHORIZER =
  "credential.cloudRun.authorizerAppid needs the token file: the open API service, which is on, can't name the account"

const MAX_TOKEN_FILE_BYTES = 64 * 1024

/** A pipe would hold the process, and a device has no end. */
async function readTokenFile(path: string): Promise<string> {
  const found = await promisify(stat)(path)
  if (!found.isFile()) throw { code: 'not a regular file' }
  if (found.size > MAX_TOKEN_FILE_BYTES) throw { code: 'more than 64 KiB' }
  return promisify(readFile)(path, 'utf8')
}
