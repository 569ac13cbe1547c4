'use strict'
// A process of a third-party platform that renews the tokens of its accounts, in a store that others
// share. Prints what each request for a token, and each query with it, came to.
const {
  authorizerAccessToken,
  componentAccessToken,
  getGrayReleasePlanOverHttps,
} = require('../../dist/https.js')
const { fileStore } = require('../../dist/watch.js')

const [baseUrl, folder] = process.argv.slice(2)
const store = fileStore(folder)
const componentAppid = 'wx0c0c0c0c0c0c0c0c'
const platformToken = componentAccessToken({
  appid: componentAppid,
  secret: '0123456789abcdef',
  verifyTicket: () => 'the-ticket',
  baseUrl,
  store,
})
const accounts = Array.from({ length: 10 }, (_, n) =>
  authorizerAccessToken({
    componentAppid,
    componentAccessToken: platformToken,
    appid: `wx000000000000aa${n}0`,
    refreshToken: `refresh-token-${n}`,
    baseUrl,
    store,
  }),
)

async function renew(accessToken) {
  const results = []
  for (const refresh of [false, true, true]) {
    const { errMsg } = await accessToken({ refresh }).catch((thrown) => thrown)
    const result = await getGrayReleasePlanOverHttps({ accessToken }, { baseUrl, retries: 0 })
    results.push(errMsg || 'a token', result.ok ? 'a plan' : result.error.errMsg)
  }
  return results
}
Promise.all(accounts.map(renew)).then((results) => console.log(JSON.stringify(results)))
