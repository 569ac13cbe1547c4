// The environment variables of both processes. An invalid one is named, never quoted.
const { readFileSync } = require('node:fs')

/** Every variable that has to be there for a process, and what is made of it. */
function readSettings(names, env = process.env) {
  const problems = []
  const settings = {}
  for (const name of names) {
    try {
      settings[name] = VARIABLES[name](env[name] ?? '')
    } catch (reason) {
      problems.push(`${name} ${reason.message}`)
    }
  }
  if (problems.length > 0) {
    console.error(problems.join('\n'))
    process.exit(2)
  }
  return settings
}

const VARIABLES = {
  REDIS_URL: (text) => url(text || 'redis://127.0.0.1:6379', ['redis:', 'rediss:']),
  ACCOUNTS: accounts,
  COMPONENT_APPID: required,
  COMPONENT_APPSECRET: required,
  WX_API_BASE_URL: (text) => url(text || 'https://api.weixin.qq.com', ['https:', 'http:']),
  GRAY_RELEASE_NOTIFY: (text) => text,
  GRAY_RELEASE_LANGUAGE: language,
  CHECK_EVERY_SECONDS: (text) => whole(text || '600', 1),
  CHECKS_PER_SECOND: (text) => whole(text || '20', 1),
  PORT: (text) => whole(text || '8080', 0, 65535),
}

function required(text) {
  if (text === '') throw new Error('is not set')
  return text
}

function language(text) {
  if (['', 'zh', 'en'].includes(text)) return text || 'zh'
  throw new Error('must be zh or en')
}

function whole(text, least, most = 86400) {
  const number = Number(text)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new Error(`must be a whole number from ${least} to ${most}`)
}

function url(text, protocols) {
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text
  throw new Error(
    `must be a URL that begins with ${protocols.map((one) => `${one}//`).join(' or ')}`,
  )
}

/** The file of accounts: `[{ "appid", "name", "refreshToken" }]`. */
function accounts(file) {
  required(file)
  let list
  try {
    list = JSON.parse(readFileSync(file, 'utf8'))
  } catch (reason) {
    // The message of JSON.parse quotes the text, and that holds refresh tokens.
    throw new Error(`names a file that can't be read as JSON (${reason.code ?? reason.name})`)
  }
  if (!Array.isArray(list)) throw new Error('must name a JSON file that holds an array')
  const seen = new Set()
  list.forEach((account, index) => {
    for (const field of ['appid', 'name', 'refreshToken']) {
      if (typeof account?.[field] !== 'string' || account[field] === '') {
        throw new Error(`names a file whose entry ${index + 1} has no ${field}`)
      }
    }
    if (seen.has(account.appid)) throw new Error(`names a file that lists ${account.appid} twice`)
    seen.add(account.appid)
  })
  return list
}

module.exports = { readSettings }
