import {
  authorizerAccessToken,
  componentAccessToken,
  type FetchLike,
  StableAccessTokenException,
  type Store,
  stableAccessToken,
} from '../../../src/https'
import { memoryStore } from '../../../src/watch'
import { answering } from './support'

/** What the simulated WeChat was asked: the API, the token in its query, and the JSON. */
export interface Asked {
  path: string
  token: string | null
  data: { [name: string]: string }
}

/**
 * WeChat as a third-party platform sees it, as a `fetch`: component tokens of which the last one is
 * valid, and refresh tokens that change with each use, of which the last two are.
 */
export function simulatePlatform() {
  const asked: Asked[] = []
  const componentTokens: string[] = []
  const refreshTokens = ['refresh-0']
  let failure: { errcode: number; errmsg: string } | undefined
  let issued = 0
  const answer = ({ path, token, data }: Asked): object => {
    if (failure) return failure
    if (path.endsWith('/api_component_token')) {
      if (data['component_verify_ticket'] !== 'the-ticket') {
        return { errcode: 61006, errmsg: `invalid ticket ${data['component_verify_ticket']}` }
      }
      componentTokens.push(`component-${componentTokens.length + 1}`)
      return { component_access_token: componentTokens.at(-1), expires_in: 7200 }
    }
    if (token !== (componentTokens.at(-1) ?? 'fixed-component')) {
      return { errcode: 40001, errmsg: `invalid credential ${token}` }
    }
    const refreshToken = data['authorizer_refresh_token'] ?? ''
    if (!refreshTokens.slice(-2).includes(refreshToken)) {
      return { errcode: 61023, errmsg: `invalid ${refreshToken}` }
    }
    issued += 1
    refreshTokens.push(`refresh-${issued}`)
    return {
      authorizer_access_token: `authorizer-${issued}`,
      expires_in: 7200,
      authorizer_refresh_token: `refresh-${issued}`,
    }
  }
  const fetch: FetchLike = async (url, { body }) => {
    const { pathname, searchParams } = new URL(url)
    const request = {
      path: pathname,
      token: searchParams.get('access_token'),
      data: JSON.parse(body ?? '{}'),
    }
    asked.push(request)
    return new Response(JSON.stringify(answer(request)))
  }
  return {
    fetch,
    asked,
    componentTokens,
    refreshTokens,
    /** Rejects everything with an error, or nothing any more. */
    fail(errcode?: number, errmsg = 'no') {
      failure = errcode === undefined ? undefined : { errcode, errmsg }
    },
    paths: () => asked.map(({ path }) => path.replace('/cgi-bin/component/', '')),
  }
}

type Platform = ReturnType<typeof simulatePlatform>

export const account = { appid: 'wx0123456789abcdef', secret: '0123456789abcdef' }

/** The token functions, with options that can be overridden by wrong ones. */
export const stable = (options: object = {}) => stableAccessToken({ ...account, ...options })

export const component = ({ fetch }: Platform, options: object = {}) =>
  componentAccessToken({
    appid: 'wx0c',
    secret: account.secret,
    verifyTicket: () => 'the-ticket',
    fetch,
    ...options,
  })

export const authorizer = ({ fetch }: Platform, options: object = {}) =>
  authorizerAccessToken({
    componentAppid: 'wx0c',
    componentAccessToken: 'fixed-component',
    appid: 'wx0a',
    refreshToken: 'refresh-0',
    fetch,
    ...options,
  })

/** The exception of ours that a token function rejects with. Never rejects, since it may not be awaited yet. */
export const failure = (token: Promise<string>) =>
  token.then(
    (value) => ({ unexpected: value }),
    (reason) => (reason instanceof StableAccessTokenException ? reason : { unexpected: reason }),
  ) as Promise<StableAccessTokenException>

/** A `fetch` that issues tokens of that lifetime, numbered from 1. */
export function issuing(expires_in = 7200) {
  let issued = 0
  return jest.fn((_url: string, _init: { body?: string; signal?: AbortSignal }) => {
    issued += 1
    return answering({ access_token: `the-token-${issued}`, expires_in })()
  })
}

/** A `fetch` that never answers. */
export const silent = () =>
  jest.fn((_url: string, _init: { signal?: AbortSignal }) => new Promise<never>(() => undefined))

/** The hint of a call that can end. */
export function calling(hint: { refresh: boolean } = { refresh: false }) {
  const controller = new AbortController()
  return { hint: { ...hint, signal: controller.signal }, end: () => controller.abort() }
}

/** A store whose methods can be made to fail. */
export function fragileStore() {
  const inner = memoryStore()
  const fails: { get?: unknown; compareAndSet?: unknown } = {}
  const store: Store = {
    get: async (key) => {
      if (fails.get) throw fails.get
      return inner.get(key)
    },
    compareAndSet: async (key, before, next) => {
      if (fails.compareAndSet) throw fails.compareAndSet
      return inner.compareAndSet(key, before, next)
    },
  }
  const value = async (key: string) => JSON.parse((await inner.get(key)) ?? 'null')
  return { store, fails, value }
}

afterEach(() => {
  jest.useRealTimers()
  jest.restoreAllMocks()
})
