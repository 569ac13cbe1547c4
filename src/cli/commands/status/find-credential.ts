import {
  authorizerAccessToken,
  componentAccessToken,
  type HttpsCredential,
  stableAccessToken,
} from '../../../https'
import { memoryStore, type Store } from '../../../watch'
import { incorrectUsage } from '../../failure'
import { printError, type Session } from '../../session'
import type { StatusSettings } from './options'
import { readToken } from './read-token'
import { stateFolder } from './state-folder'

/** A credential, and the AppID if that is known. */
export interface Found {
  credential: HttpsCredential
  appid?: string
}

/** Which API a token is requested from, and where it is kept. */
type Settings = Pick<StatusSettings, 'baseUrl' | 'state'>

/** Variables that are a credential together. */
interface Way {
  names: readonly string[]
  /** @param values - of these variables */
  found: (settings: Settings, session: Session, ...values: string[]) => Found
}

/** The most exact first. */
const WAYS: readonly Way[] = [
  {
    names: ['WX_ACCESS_TOKEN'],
    found: (_settings, _session, accessToken: string) => ({ credential: { accessToken } }),
  },
  {
    names: ['WX_CLOUDBASE_ACCESS_TOKEN'],
    found: (_settings, _session, token: string) => ({
      credential: { cloudbaseAccessToken: token },
    }),
  },
  {
    names: ['WX_APPID', 'WX_APPSECRET'],
    found: ({ baseUrl }, _session, appid: string, secret: string) => ({
      credential: { accessToken: stableAccessToken({ appid, secret, baseUrl }) },
      appid,
    }),
  },
  {
    names: [
      'WX_APPID',
      'WX_COMPONENT_APPID',
      'WX_COMPONENT_APPSECRET',
      'WX_COMPONENT_VERIFY_TICKET',
      'WX_AUTHORIZER_REFRESH_TOKEN',
    ],
    found: (
      { baseUrl, state },
      session,
      appid: string,
      componentAppid: string,
      secret: string,
      ticket: string,
      refreshToken: string,
    ) => {
      const store = state === undefined ? forgetting(refreshToken, session) : stateFolder(state)
      const platform = { appid: componentAppid, secret, verifyTicket: () => ticket }
      const accessToken = authorizerAccessToken({
        componentAppid,
        componentAccessToken: componentAccessToken({ ...platform, store, baseUrl }),
        appid,
        refreshToken,
        store,
        baseUrl,
      })
      return { credential: { accessToken }, appid }
    },
  },
]

const NAMES = [...new Set(WAYS.flatMap(({ names }) => names))]

/** As `String(undefined)` and its like in the program that sets a variable. */
const NO_VALUE = /^(?:undefined|null|NaN|\[object \w+\])$/

/**
 * The credential that the user gave: a token on standard input with that option, else what the
 * environment holds, the most exact first; that of a CloudRun container only with its option.
 *
 * @throws Failure of incorrect usage where there is none, or where two were chosen
 */
export async function findCredential(
  session: Session,
  { accessTokenStdin, cloudrun }: { accessTokenStdin?: boolean; cloudrun?: boolean },
  settings: Settings,
): Promise<Found> {
  const { env, texts } = session
  if (accessTokenStdin && cloudrun) throw incorrectUsage(texts.status.twoCredentials)
  if (cloudrun) return { credential: { cloudRun: true } }
  if (accessTokenStdin) return { credential: { accessToken: await readToken(session) } }
  // A secret that came out of a file often ends with the end of a line.
  const value = (name: string): string => env[name]?.trim() ?? ''
  const wrong = NAMES.find((name) => NO_VALUE.test(value(name)))
  if (wrong !== undefined) throw incorrectUsage(texts.status.notAToken(wrong, value(wrong)))
  const [way, ...others] = WAYS.filter(({ names }) => names.every(value))
  if (!way) throw incorrectUsage(whatIsMissing(session, value))
  if (others.length > 0) {
    const ignored = others.map(nameOf).join(', ')
    printError(session, [texts.status.ignored(nameOf(way), ignored)])
  }
  return way.found(settings, session, ...way.names.map(value))
}

const nameOf = ({ names }: Way): string => names.join(' + ')

/** Names the variables that the credential with the most variables set still lacks. */
function whatIsMissing({ env, texts }: Session, value: (name: string) => string): string {
  const { emptyVariables, missingVariables, noCredential } = texts.status
  const setOf = ({ names }: Way): string[] => names.filter(value)
  const most = WAYS.reduce((best, way) => (setOf(way).length > setOf(best).length ? way : best))
  const given = setOf(most)
  const missing = (given.length > 0 ? most.names : NAMES).filter((name) => !value(name))
  const empty = missing.filter((name) => env[name] !== undefined)
  if (empty.length > 0) return emptyVariables(empty.join(', '))
  return given.length > 0 ? missingVariables(given.join(', '), missing.join(', ')) : noCredential
}

/** Keeps tokens as long as the command runs, and reports a refresh token that is lost after that. */
function forgetting(refreshToken: string, session: Session): Store {
  const store = memoryStore()
  return {
    get: store.get,
    compareAndSet: (key, before, next) => {
      if (key.startsWith('token-') && !next.includes(JSON.stringify(refreshToken))) {
        printError(session, [session.texts.status.newRefreshToken])
      }
      return store.compareAndSet(key, before, next)
    },
  }
}
