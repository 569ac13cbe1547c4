// Every fault of the storm, by a name that says it all: `cut.17` cuts a reply after its 17th byte.
// The name travels in the request, the gateway makes the reply of it, and the judge what must come.
import { generator, pick, whole } from './random.mjs'

const PLAN = { status: 1, create_timestamp: 1700000000, gray_percentage: 35 }
const planJson = (more) =>
  JSON.stringify({ errcode: 0, errmsg: 'ok', gray_release_plan: { ...PLAN, ...more } })

/** WeChat's answer in the envelope of the CloudBase gateway: CommOpenApiResp. */
export function envelope(respData) {
  const data = Buffer.from(respData)
  const type = Buffer.from('application/json')
  return Buffer.concat([
    Uint8Array.of(0x0a, ...varint(data.length)),
    data,
    Uint8Array.of(0x12, type.length),
    type,
    Uint8Array.of(0x20, 0xc8, 0x01),
  ])
}

function varint(value) {
  const bytes = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return [...bytes, rest]
}

/** The body of a success, as it goes over each wire. */
const success = (wire, more) => {
  const json = planJson(more)
  return wire === 'cloud' ? envelope(json) : Buffer.from(json)
}
const LENGTHS = { cloud: success('cloud').length, https: success('https').length }

/** What each scenario of the gateway must come to; an array where the two wires differ. */
const SCENARIO_KINDS = {
  ...named('ok', 'running paused completed initial deleted later-status'),
  ...named('no_plan', 'no-plan null-plan'),
  ...named('invalid_response', 'html text empty broken-json broken-protobuf'),
  ...named('invalid_response', 'json-null json-array json-string big-number'),
  ...named('permission', 'no-permission api-unauthorized string-errcode'),
  ...named('environment', 'ip-not-listed invalid-env env-not-found'),
  ...named('credential', 'token-expired sign-invalid'),
  ...named('quota', 'quota rate-limit'),
  ...named('system', 'busy http-500 http-502'),
  ...named('network', 'reset cut'),
  ...named('timeout', 'timeout drip'),
  // The SDK refuses the key; JSON.parse alone makes it a field like any other.
  'proto-key': ['invalid_response', 'ok'],
}

function named(kind, names) {
  return Object.fromEntries(names.split(' ').map((name) => [name, kind]))
}

/** Scenarios that answer: those that never do are drawn rarely, since the SDK keeps a socket for each. */
const ANSWERING = Object.keys(SCENARIO_KINDS).filter(
  (name) => SCENARIO_KINDS[name] !== 'timeout' && name !== 'running',
)

const CODES = {
  permission: [48001, 48004, 50002, 61007, 86000, -601018, -604104],
  credential: [40001, 40014, 41001, 42001, 61005, 40125],
  environment: [40013, 40164, 61004, 85088, 44002, 47001, 43002, 61012, 40002, 85079, -604100],
  quota: [45009, 45011, -501003, -501004],
  system: [-1, -604103],
  timeout: [-501002, -601008, -604102],
  network: [-601003],
  unknown: [7, 99999, -99999],
}
const KIND_OF_CODE = new Map(
  Object.entries(CODES).flatMap(([kind, codes]) => codes.map((code) => [code, kind])),
)

const UNREADABLE = ['invalid_response', 'network', 'system']
const MIB = 2 ** 20

/** By family: the gateway's reply, and the kinds that a result may be of. */
const FAMILIES = {
  scenario: {
    draw: (random) => pick(random, ANSWERING),
    reply: (_wire, name) => name,
    kinds: (wire, name) => [SCENARIO_KINDS[name]].flat().at(wire === 'cloud' ? 0 : -1),
  },
  silent: {
    draw: (random) => pick(random, ['timeout', 'drip']),
    reply: (_wire, name) => name,
    kinds: () => 'timeout',
  },
  cut: {
    draw: (random, wire) => whole(random, 0, LENGTHS[wire] - 1),
    reply: (wire, at) => ({ http: { body: success(wire), cutAfter: Number(at) } }),
    kinds: () => 'network',
  },
  drip: {
    draw: (random) => whole(random, 1, 2),
    reply: (wire, ms) => ({ http: { body: success(wire), dripMs: Number(ms) } }),
    kinds: () => 'ok',
  },
  delay: {
    draw: (random) => whole(random, 1, 150),
    reply: (wire, ms) => ({ http: { body: success(wire), delayMs: Number(ms) } }),
    kinds: () => 'ok',
  },
  // Fewer bytes come than were announced.
  short: {
    draw: (random) => whole(random, 1, 5000),
    reply: (wire, by) => {
      const body = success(wire)
      return { http: { body, contentLength: body.length + Number(by) } }
    },
    kinds: () => ['timeout', 'network'],
  },
  // More bytes come than were announced.
  long: {
    draw: (random, wire) => whole(random, 1, LENGTHS[wire]),
    reply: (wire, by) => {
      const body = success(wire)
      return { http: { body, contentLength: body.length - Number(by) } }
    },
    kinds: () => UNREADABLE,
  },
  size: {
    draw: (random) => Math.floor(2 ** (random() * 15)),
    reply: (wire, bytes) => ({ http: { body: success(wire, { pad: 'x'.repeat(Number(bytes)) }) } }),
    kinds: (wire, bytes) => (wire === 'https' && bytes >= MIB ? 'invalid_response' : 'ok'),
  },
  errcode: {
    draw: (random) => pick(random, [...KIND_OF_CODE.keys()]),
    reply: (_wire, code) => ({ errCode: Number(code), errMsg: `code ${code} rid: ab12-cd34` }),
    kinds: (_wire, code) => KIND_OF_CODE.get(Number(code)),
  },
  bytes: {
    draw: (random) => whole(random, 0, 2 ** 31),
    reply: (_wire, seed) => {
      const random = generator(Number(seed))
      const body = Buffer.from(Array.from({ length: whole(random, 1, 300) }, () => random() * 256))
      return { http: { body } }
    },
    kinds: (wire) => (wire === 'cloud' ? ANY_ERROR : 'invalid_response'),
  },
  // A success with some of its bytes changed.
  flip: {
    draw: (random) => whole(random, 0, 2 ** 31),
    reply: (wire, seed) => {
      const random = generator(Number(seed))
      const body = Buffer.from(success(wire))
      for (let left = whole(random, 1, 4); left > 0; left -= 1) {
        body[whole(random, 0, body.length - 1)] = whole(random, 0, 255)
      }
      return { http: { body } }
    },
    kinds: () => [...ANY_ERROR, 'ok'],
  },
}

// What only deadlines, callers and refused callers bring about never comes of bytes.
const ANY_ERROR =
  'permission credential quota environment system timeout network invalid_response unknown'.split(
    ' ',
  )

/** How many of 1000 calls meet each family; `size` has the rest, and a few of it are huge. */
const WEIGHTS = {
  scenario: 340,
  errcode: 120,
  cut: 160,
  bytes: 60,
  flip: 80,
  long: 40,
  delay: 40,
  drip: 5,
  silent: 3,
  short: 2,
}

/** Draws the name of a fault. */
export function drawFault(random, wire) {
  let left = random() * 1000
  for (const [family, weight] of Object.entries(WEIGHTS)) {
    left -= weight
    if (left < 0) return `${family}.${FAMILIES[family].draw(random, wire)}`
  }
  if (random() < 0.003) return `size.${whole(random, MIB / 2, 2 * MIB)}`
  return `size.${FAMILIES.size.draw(random)}`
}

/** All faults that are worth meeting at least once: every scenario and every byte to cut at. */
export const everyFault = (wire) => [
  ...Object.keys(SCENARIO_KINDS).map((name) => `scenario.${name}`),
  ...Array.from({ length: LENGTHS[wire] }, (_, at) => `cut.${at}`),
]

const split = (name) => {
  const dot = name.indexOf('.')
  return [FAMILIES[name.slice(0, dot)], name.slice(dot + 1)]
}

/** What the gateway answers. */
export function replyOf(name, wire) {
  const [family, detail] = split(name)
  return family.reply(wire, detail)
}

/** The kinds, or 'ok', that a call which meets the fault may come to. */
export function kindsOf(name, wire) {
  const [family, detail] = split(name)
  return [family.kinds(wire, detail)].flat()
}

/** Whether the reply may never end by itself, so that only the deadline ends the call. */
export const isSilent = (name) => /^(silent|short)\.|^scenario\.(timeout|drip)$/.test(name)
