import type { Readable } from 'node:stream'
import { type HttpsCredential, stableAccessToken } from '../../../https'
import { incorrectUsage } from '../../failure'
import { printError, type Session } from '../../session'
import { readTyped } from './typed-token'

/** Where the credential is looked for, and which API a token is fetched from. */
export interface CredentialOptions {
  accessTokenStdin?: boolean | undefined
  cloudrun?: boolean | undefined
  baseUrl?: string | undefined
}

/** A credential, and the AppID if that is known. */
export interface Found {
  credential: HttpsCredential
  appid?: string
}

/** No token is that long; reading on would only fill the memory. */
const MOST_INPUT = 64 * 1024

const NO_VALUE = /^(?:undefined|null|NaN|\[object \w+\])$/

const ACCESS_TOKEN = 'WX_ACCESS_TOKEN'
const CLOUDBASE_ACCESS_TOKEN = 'WX_CLOUDBASE_ACCESS_TOKEN'
const APPID = 'WX_APPID'
const APPSECRET = 'WX_APPSECRET'
const VARIABLES = [ACCESS_TOKEN, CLOUDBASE_ACCESS_TOKEN, APPID, APPSECRET]

/**
 * The credential that the user gave: a token on standard input with that option, else what the
 * environment holds, the most exact first; that of a CloudRun container only with its option.
 *
 * @throws Failure of incorrect usage where there is none, or where two were chosen
 */
export async function findCredential(
  session: Session,
  { accessTokenStdin, cloudrun, baseUrl }: CredentialOptions,
): Promise<Found> {
  if (accessTokenStdin && cloudrun) throw incorrectUsage(session.texts.status.twoCredentials)
  if (cloudrun) return { credential: { cloudRun: true } }
  if (accessTokenStdin) return { credential: { accessToken: await readToken(session) } }
  const { env, texts } = session
  // A secret that came out of a file often ends with the end of a line.
  const variable = (name: string): string => {
    const value = env[name]?.trim() ?? ''
    // As `String(undefined)` and its like in the program that sets it.
    if (NO_VALUE.test(value)) throw incorrectUsage(texts.status.notAToken(name, value))
    return value
  }
  const accessToken = variable(ACCESS_TOKEN)
  const cloudbaseAccessToken = variable(CLOUDBASE_ACCESS_TOKEN)
  const appid = variable(APPID)
  const secret = variable(APPSECRET)
  const choices: [name: string, found: Found][] = []
  if (accessToken !== '') choices.push([ACCESS_TOKEN, { credential: { accessToken } }])
  if (cloudbaseAccessToken !== '') {
    choices.push([CLOUDBASE_ACCESS_TOKEN, { credential: { cloudbaseAccessToken } }])
  }
  if (appid !== '' && secret !== '') {
    const fetched = stableAccessToken({ appid, secret, baseUrl })
    choices.push(['WX_APPID + WX_APPSECRET', { credential: { accessToken: fetched }, appid }])
  }
  const [choice, ...others] = choices
  if (!choice) {
    const { emptyVariables, missingVariable, noCredential } = texts.status
    const empty = VARIABLES.filter((name) => env[name] !== undefined && variable(name) === '')
    const [given, missing] = appid === '' ? [APPSECRET, APPID] : [APPID, APPSECRET]
    // Half of a credential is there: what the other half lacks is of no use.
    if (appid + secret !== '' && !empty.includes(missing)) {
      throw incorrectUsage(missingVariable(given, missing))
    }
    throw incorrectUsage(empty.length > 0 ? emptyVariables(empty.join(', ')) : noCredential)
  }
  const [used, found] = choice
  if (others.length > 0) {
    const ignored = others.map(([name]) => name).join(', ')
    printError(session, [texts.status.ignored(used, ignored)])
  }
  return found
}

/** Reads the token that is piped in or typed, without the spaces and line breaks around it. */
async function readToken(session: Session): Promise<string> {
  const { signal, texts } = session
  const stdin = session.stdin()
  const input = stdin.isTTY
    ? await readTyped(stdin, signal, () => printError(session, [texts.status.pasteToken]))
    : await readPiped(stdin, signal)
  signal.throwIfAborted()
  const token = input.trim()
  if (token === '') throw incorrectUsage(texts.status.noToken)
  if (/\s/.test(token) || input.length > MOST_INPUT) throw incorrectUsage(texts.status.oddToken)
  return token
}

async function readPiped(stdin: Readable, signal: AbortSignal): Promise<string> {
  const stop = (): void => {
    stdin.destroy(signal.reason)
  }
  signal.addEventListener('abort', stop)
  let input = ''
  stdin.setEncoding('utf8')
  for await (const text of stdin) {
    input += text
    if (input.length > MOST_INPUT) break
  }
  signal.removeEventListener('abort', stop)
  return input
}
