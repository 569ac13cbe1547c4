import type { FetchLike } from '../../../src/https'

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
