// One page on this machine that shows the release of each account, and the same as JSON.
const { readFileSync } = require('node:fs')
const { createServer } = require('node:http')
const { join } = require('node:path')
const { Redis } = require('ioredis')
const { readSettings } = require('./settings')

const { REDIS_URL, ACCOUNTS, PORT } = readSettings(['REDIS_URL', 'ACCOUNTS', 'PORT'])
const redis = new Redis(REDIS_URL, { maxRetriesPerRequest: 1 })
redis.on('error', (error) =>
  console.error(JSON.stringify({ note: 'redis', error: error.code ?? error.name })),
)
const html = readFileSync(join(__dirname, 'page.html'))

/** `[{ appid, name, at, since, ok, plan? | error? }]`; an account that was never checked has no `at`. */
async function releases() {
  const found = await redis.hgetall('releases')
  return ACCOUNTS.map(({ appid, name }) => ({ appid, name, ...JSON.parse(found[appid] ?? '{}') }))
}

const pages = {
  '/': async () => ['text/html; charset=utf-8', html],
  '/releases.json': async () => ['application/json', JSON.stringify(await releases())],
}

const server = createServer(async (request, response) => {
  const headers = {
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
    'x-content-type-options': 'nosniff',
  }
  // A page elsewhere whose name leads to 127.0.0.1 must not read this one.
  const local = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')
  const page = local && Object.hasOwn(pages, request.url) && pages[request.url]
  if (!page) return response.writeHead(local ? 404 : 403, headers).end()
  try {
    const [type, body] = await page()
    response.writeHead(200, { ...headers, 'content-type': type }).end(body)
  } catch {
    // Redis is away; the page says so, and tries again.
    response.writeHead(503, headers).end()
  }
})

server.listen(PORT, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`))
process.once('SIGTERM', () => process.exit())
