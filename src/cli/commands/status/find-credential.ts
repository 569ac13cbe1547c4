import {
  authorizerAccessToken,
  componentAccessToken,
  type HttpsCredential,
  stableAccessToken,
} from '../../../https'
import { memoryStore, type Store } from '../../../watch'
import { incorrectUsage } from '../../failure'
import { printNotes, type Session } from '../../session'
import type { StatusSettings } from './options'
import { readToken } from './read-token'

/** A credential, and the AppID if that is known. */
interface Found {
  credential: HttpsCredential
  appid?: string
}

/** Which API a token is requested from, and where it is kept. */
type Settings = Pick<StatusSettings, 'baseUrl' | 'store'>

/** The value of a variable; empty if it is not set. */
type Values = (name: string) => string

/** Variables that are a credential together. */
interface Way {
  names: readonly string[]
  credential: (values: Values, settings: Settings, session: Session) => HttpsCredential
}

/** The most exact first. */
const WAYS: readonly Way[] = [
  {
    names: ['WX_ACCESS_TOKEN'],
    credential: (values) => ({ accessToken: values('WX_ACCESS_TOKEN') }),
  },
  {
    names: ['WX_CLOUDBASE_ACCESS_TOKEN'],
    credential: (values) => ({ cloudbaseAccessToken: values('WX_CLOUDBASE_ACCESS_TOKEN') }),
  },
  {
    names: ['WX_APPID', 'WX_APPSECRET'],
    credential: (values, { baseUrl }) => {
      const account = { appid: values('WX_APPID'), secret: values('WX_APPSECRET') }
      return { accessToken: stableAccessToken({ ...account, baseUrl }) }
    },
  },
  {
    names: [
      'WX_APPID',
      'WX_COMPONENT_APPID',
      'WX_COMPONENT_APPSECRET',
      'WX_COMPONENT_VERIFY_TICKET',
      'WX_AUTHORIZER_REFRESH_TOKEN',
    ],
    credential: (values, { baseUrl, store: kept }, session) => {
      const componentAppid = values('WX_COMPONENT_APPID')
      const refreshToken = values('WX_AUTHORIZER_REFRESH_TOKEN')
      const store = kept ?? forgetting(refreshToken, session)
      const platformToken = componentAccessToken({
        appid: componentAppid,
        secret: values('WX_COMPONENT_APPSECRET'),
        verifyTicket: () => values('WX_COMPONENT_VERIFY_TICKET'),
        store,
        baseUrl,
      })
      const accessToken = authorizerAccessToken({
        componentAppid,
        componentAccessToken: platformToken,
        appid: values('WX_APPID'),
        refreshToken,
        store,
        baseUrl,
      })
      return { accessToken }
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
  const values = (name: string): string => env[name]?.trim() ?? ''
  const wrong = NAMES.find((name) => NO_VALUE.test(values(name)))
  if (wrong !== undefined) throw incorrectUsage(texts.status.notAToken(wrong, values(wrong)))
  const [way, ...others] = WAYS.filter(({ names }) => names.every(values))
  if (!way) throw incorrectUsage(whatIsMissing(session, values))
  if (others.length > 0) {
    const [used, ...ignored] = [way, ...others].map(({ names }) => names.join(' + '))
    printNotes(session, [texts.status.ignored(used as string, ignored.join(', '))])
  }
  const credential = way.credential(values, settings, session)
  return way.names.includes('WX_APPID') ? { credential, appid: values('WX_APPID') } : { credential }
}

/** Names the variables that the credential with the most variables set still lacks. */
function whatIsMissing({ env, texts }: Session, values: Values): string {
  const { emptyVariables, missingVariables, noCredential } = texts.status
  const setOf = ({ names }: Way): string[] => names.filter(values)
  const most = WAYS.reduce((best, way) => (setOf(way).length > setOf(best).length ? way : best))
  const given = setOf(most)
  const missing = (given.length > 0 ? most.names : NAMES).filter((name) => !values(name))
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
        printNotes(session, [session.texts.status.newRefreshToken])
      }
      return store.compareAndSet(key, before, next)
    },
  }
}
