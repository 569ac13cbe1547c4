// What the picture of the README shows, made by the real parts: `status` on a terminal, and the message
// that a bot gets, over the local gateway.
import { Readable } from 'node:stream'

const CREDENTIAL = { appid: 'wx0123456789abcdef', secret: 'a-secret' }
const COLUMNS = 58

/** The name of the account in messages. */
export const NAMES = { en: 'My shop', zh: '小店' }

/** What `status` draws on a terminal, with the codes of its colours. */
export async function statusOutput({ runCli, startGateway }, language, plan) {
  const gateway = await startGateway()
  gateway.reply(plan)
  let output = ''
  const stdout = { isTTY: true, columns: COLUMNS, write: (text) => (output += text) }
  await runCli(['status', '--lang', language], {
    env: {
      WX_APPID: CREDENTIAL.appid,
      WX_APPSECRET: CREDENTIAL.secret,
      WX_API_BASE_URL: gateway.baseUrl,
    },
    cwd: () => '.',
    version: '',
    functionsDir: '',
    stdin: () => Readable.from([]),
    stdout,
    stderr: process.stderr,
    ending: new AbortController(),
    now: Date.now,
    sleep: () => Promise.resolve(),
    systemLocale: language,
    timeZone: 'Asia/Shanghai',
  })
  await gateway.close()
  return output
}

/** The message that a bot gets when the second of two plans follows the first. */
export async function botMessage(sources, language, plans) {
  const {
    createWatcher,
    getGrayReleasePlanOverHttps,
    memoryStore,
    stableAccessToken,
    startGateway,
  } = sources
  const gateway = await startGateway()
  const { baseUrl, robots } = gateway
  const accessToken = stableAccessToken({ ...CREDENTIAL, baseUrl })
  const watcher = createWatcher({
    query: (limits) => getGrayReleasePlanOverHttps({ accessToken }, { ...limits, baseUrl }),
    store: memoryStore(),
    account: { appid: CREDENTIAL.appid, name: NAMES[language] },
    channels: robots.wecom.channel,
    language,
  })
  for (const plan of plans) {
    gateway.reply(plan)
    await watcher.check()
  }
  await gateway.close()
  return robots.wecom.messages.at(-1)
}
