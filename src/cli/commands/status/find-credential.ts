import type { Readable } from 'node:stream'
import { type HttpsCredential, stableAccessToken } from '../../../https'
import { wrongUsage } from '../../failure'
import { printError, type Session } from '../../session'
import { readTyped } from './typed-token'

/** Where the credential is looked for, and which API a token is fetched from. */
export interface CredentialOptions {
  accessTokenStdin?: boolean | undefined
  cloudrun?: boolean | undefined
  baseUrl?: string | undefined
}

/** No token is that long; reading on would only fill the memory. */
const MOST_INPUT = 64 * 1024

const NO_VALUE = /^(?:undefined|null|NaN|\[object \w+\])$/

const VARIABLES = ['WX_ACCESS_TOKEN', 'WX_CLOUDBASE_ACCESS_TOKEN', 'WX_APPID', 'WX_APPSECRET']

/**
 * The credential that the user gave: a token on standard input where that was asked for, else what
 * the environment holds, the most exact first; that of a CloudRun container only if it was asked for.
 *
 * @throws Failure of wrong usage where there is none, or where two were asked for
 */
export async function findCredential(
  session: Session,
  { accessTokenStdin, cloudrun, baseUrl }: CredentialOptions,
): Promise<HttpsCredential> {
  if (accessTokenStdin && cloudrun) throw wrongUsage(session.texts.status.twoCredentials)
  if (cloudrun) return { cloudRun: true }
  if (accessTokenStdin) return { accessToken: await readToken(session) }
  const { env, texts } = session
  // A secret that came out of a file often ends with the end of a line.
  const variable = (name: string): string => {
    const value = env[name]?.trim() ?? ''
    // As `String(undefined)` and its like in the program that sets it.
    if (NO_VALUE.test(value)) throw wrongUsage(texts.status.notAToken(name, value))
    return value
  }
  const accessToken = variable('WX_ACCESS_TOKEN')
  const cloudbaseAccessToken = variable('WX_CLOUDBASE_ACCESS_TOKEN')
  const appid = variable('WX_APPID')
  const secret = variable('WX_APPSECRET')
  const choices: [name: string, credential: HttpsCredential][] = []
  if (accessToken !== '') choices.push(['WX_ACCESS_TOKEN', { accessToken }])
  if (cloudbaseAccessToken !== '') {
    choices.push(['WX_CLOUDBASE_ACCESS_TOKEN', { cloudbaseAccessToken }])
  }
  if (appid !== '' && secret !== '') {
    const fetched = stableAccessToken({ appid, secret, baseUrl })
    choices.push(['WX_APPID + WX_APPSECRET', { accessToken: fetched }])
  }
  const [choice, ...others] = choices
  if (!choice) {
    const { emptyVariables, noSecret, noAppid, noCredential } = texts.status
    const empty = VARIABLES.filter((name) => env[name] !== undefined && variable(name) === '')
    if (empty.length > 0) throw wrongUsage(emptyVariables(empty.join(', ')))
    throw wrongUsage(appid !== '' ? noSecret : secret !== '' ? noAppid : noCredential)
  }
  const [used, credential] = choice
  if (others.length > 0) {
    const ignored = others.map(([name]) => name).join(', ')
    printError(session, [texts.status.ignored(used, ignored)])
  }
  return credential
}

/** Reads the token that is piped in or typed; blanks around it, as the end of the line, are no part of it. */
async function readToken(session: Session): Promise<string> {
  const { signal, texts } = session
  const stdin = session.stdin()
  const input = stdin.isTTY
    ? await readTyped(stdin, signal, () => printError(session, [texts.status.pasteToken]))
    : await readPiped(stdin, signal)
  signal.throwIfAborted()
  const token = input.trim()
  if (token === '') throw wrongUsage(texts.status.noToken)
  if (/\s/.test(token) || input.length > MOST_INPUT) throw wrongUsage(texts.status.oddToken)
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
