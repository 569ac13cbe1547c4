import { createInterface } from 'node:readline'
import { type Readable, Writable } from 'node:stream'
import {
  authorizerAccessToken,
  componentAccessToken,
  type HttpsCredential,
  type StableAccessToken,
  stableAccessToken,
} from '../../../https'
import { memoryStore, type Store } from '../../../watch'
import { Interrupted, incorrectUsage, STATUS_OF_SIGNAL } from '../../failure'
import type { Session } from '../../session'
import type { StatusOptions, StatusSettings } from './options'

/** A credential, and the AppID if that is known. */
interface Found {
  credential: HttpsCredential
  appid?: string
}

/** The value of a variable; empty if it is not set. */
type Values = (name: string) => string

/** Variables that are a credential together, the most exact first. */
const WAYS: readonly (readonly string[])[] = [
  ['WX_ACCESS_TOKEN'],
  ['WX_CLOUDBASE_ACCESS_TOKEN'],
  ['WX_APPID', 'WX_APPSECRET'],
  [
    'WX_APPID',
    'WX_COMPONENT_APPID',
    'WX_COMPONENT_APPSECRET',
    'WX_COMPONENT_VERIFY_TICKET',
    'WX_AUTHORIZER_REFRESH_TOKEN',
  ],
]

const NAMES = [...new Set(WAYS.flat())]

/** As `String(undefined)` and its like in the program that sets a variable. */
const NO_VALUE = /^(?:undefined|null|NaN|\[object \w+\])$/

/** @throws Failure of incorrect usage where there is no credential, or where two were chosen */
export async function findCredential(
  session: Session,
  { accessTokenStdin, cloudrun }: StatusOptions,
  settings: StatusSettings,
): Promise<Found> {
  const { env, texts } = session
  if (accessTokenStdin && cloudrun) throw incorrectUsage(texts.status.twoCredentials)
  if (cloudrun) return { credential: { cloudRun: true } }
  if (accessTokenStdin) return { credential: { accessToken: await readToken(session) } }
  // A secret that came out of a file often ends with the end of a line.
  const values = (name: string): string => env[name]?.trim() ?? ''
  const wrong = NAMES.find((name) => NO_VALUE.test(values(name)))
  if (wrong !== undefined) throw incorrectUsage(texts.status.notAToken(wrong, values(wrong)))
  const [way, ...others] = WAYS.filter((names) => names.every(values))
  if (!way) throw incorrectUsage(whatIsMissing(session, values))
  if (others.length > 0) {
    const ignored = others.map((names) => names.join(' + ')).join(', ')
    session.printNotes([texts.status.ignored(way.join(' + '), ignored)])
  }
  const first = way[0] as string
  if (first === 'WX_ACCESS_TOKEN') return { credential: { accessToken: values(first) } }
  if (first !== 'WX_APPID') return { credential: { cloudbaseAccessToken: values(first) } }
  const appid = values('WX_APPID')
  const secret = values('WX_APPSECRET')
  const accessToken = secret
    ? stableAccessToken({ appid, secret, baseUrl: settings.baseUrl })
    : tokenAsPlatform(session, appid, values, settings)
  return { credential: { accessToken }, appid }
}

/** Names the variables that the credential with the most variables set still lacks. */
function whatIsMissing({ env, texts }: Session, values: Values): string {
  const { emptyVariables, missingVariables, noCredential } = texts.status
  const setOf = (names: readonly string[]): string[] => names.filter(values)
  const most = WAYS.reduce((best, way) => (setOf(way).length > setOf(best).length ? way : best))
  const given = setOf(most)
  const missing = (given.length > 0 ? most : NAMES).filter((name) => !values(name))
  const empty = missing.filter((name) => env[name] !== undefined)
  if (empty.length > 0) return emptyVariables(empty.join(', '))
  return given.length > 0 ? missingVariables(given.join(', '), missing.join(', ')) : noCredential
}

function tokenAsPlatform(
  session: Session,
  appid: string,
  values: Values,
  { baseUrl, store: kept }: StatusSettings,
): StableAccessToken {
  const componentAppid = values('WX_COMPONENT_APPID')
  const refreshToken = values('WX_AUTHORIZER_REFRESH_TOKEN')
  const options = { store: kept ?? forgetting(refreshToken, session), baseUrl }
  const platformToken = componentAccessToken({
    ...options,
    appid: componentAppid,
    secret: values('WX_COMPONENT_APPSECRET'),
    verifyTicket: () => values('WX_COMPONENT_VERIFY_TICKET'),
  })
  return authorizerAccessToken({
    ...options,
    componentAppid,
    componentAccessToken: platformToken,
    appid,
    refreshToken,
  })
}

/** Keeps tokens as long as the command runs, and reports a refresh token that is lost after that. */
function forgetting(refreshToken: string, session: Session): Store {
  const store = memoryStore()
  return {
    get: store.get,
    compareAndSet: (key, before, next) => {
      if (key.startsWith('token-') && !next.includes(JSON.stringify(refreshToken))) {
        session.printNotes([session.texts.status.newRefreshToken])
      }
      return store.compareAndSet(key, before, next)
    },
  }
}

/** No token is that long; reading on would only fill the memory. */
const MOST_INPUT = 64 * 1024

async function readToken(session: Session): Promise<string> {
  const { texts } = session
  const { signal } = session.ending
  const stdin = session.stdin()
  const input = stdin.isTTY
    ? await readTyped(stdin, signal, () => session.printError([texts.status.pasteToken]))
    : await readPiped(stdin, signal)
  signal.throwIfAborted()
  const token = input.trim()
  if (token === '') throw incorrectUsage(texts.status.noToken)
  if (/\s/.test(token) || input.length > MOST_INPUT) throw incorrectUsage(texts.status.oddToken)
  return token
}

async function readPiped(stdin: Readable, signal: AbortSignal): Promise<string> {
  const stop = () => void stdin.destroy(signal.reason)
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

/**
 * Reads a line from a terminal without showing it, up to Enter, or Ctrl-D as a pipe ends. Ctrl-C is a
 * key like any other then. `ask` is called as soon as nothing is shown.
 */
function readTyped(stdin: Readable, signal: AbortSignal, ask: () => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = createInterface({
      input: stdin,
      output: new Writable({ write: (_text, _encoding, done) => done() }),
      terminal: true,
      historySize: 0,
      signal,
    })
    stdin.on('keypress', (_text, { ctrl, name }) => {
      if (ctrl && name === 'd') reader.close()
    })
    reader.on('SIGINT', () => {
      reject(new Interrupted(STATUS_OF_SIGNAL.SIGINT))
      reader.close()
    })
    reader.on('line', (line) => {
      resolve(line)
      reader.close()
    })
    reader.on('close', () => resolve(reader.line))
    ask()
  })
}
