import type { RequestListener } from 'node:http'
import fc from 'fast-check'

/** Keys and secrets as robots have them, and text that every encoding writes differently. */
export const key = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{12,60}$/),
  fc
    .array(fc.constantFrom(...'aZ9%&+/=?"\'<>~!*().;:[]{}|^`中😀'), { minLength: 8, maxLength: 40 })
    .map((characters) => `k3y${characters.join('')}`),
)

/** Every way in which a text could be written. */
export function spellings(text: string): string[] {
  const inUrl = new URL(`https://x.example/?${encodeURIComponent(text)}#${text}`)
  const encoded = [
    text,
    encodeURIComponent(text),
    encodeURI(text),
    inUrl.search.slice(1),
    inUrl.hash.slice(1),
    Buffer.from(text).toString('base64'),
  ]
  return encoded.flatMap((one) => [one, JSON.stringify(one).slice(1, -1)])
}

/** What the process prints during each test, in which nothing waits before a retry. */
export function recordPrinted(): string[] {
  const printed: string[] = []
  beforeEach(() => {
    jest.spyOn(Math, 'random').mockReturnValue(0)
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
    }
  })
  afterEach(() => jest.restoreAllMocks())
  return printed
}

/** Servers that repeat all they are sent, in every place from which a text could be quoted. */
export const echoes: { [name: string]: (url: string, body: string) => [number, object, string] } = {
  'a refusal': (url, body) => [200, {}, JSON.stringify({ errcode: 93000, errmsg: url + body })],
  'a code of it': (url) => [200, {}, JSON.stringify({ errcode: decodeURIComponent(url) })],
  'too frequent': (url) => [200, {}, JSON.stringify({ code: 11232, msg: url, [url]: url })],
  'a web page': (url, body) => [502, {}, `<html>${decodeURIComponent(url)}${body}</html>`],
  'not found': (url) => [404, { 'x-url': url }, url],
  'a redirect': (url) => [302, { location: `http://127.0.0.1:9/${url}` }, url],
}

/** Channels of every sort at a host, with a key and a secret. */
export const channelsAt = (
  host: string,
  protocol: string,
  word: string,
  secret: string,
): string[] => {
  const base = `${protocol}://${host}`
  const encoded = encodeURIComponent(word)
  return [
    `wecom+${base}/cgi-bin/webhook/send?key=${encoded}`,
    `feishu+${base}/hook/${encoded}#${secret}`,
    `dingtalk+${base}/robot/send?access_token=${encoded}#${encodeURIComponent(secret)}`,
    `webhook+${base}/${encoded}#${secret}`,
  ]
}

/** Texts that are no channels, as people get them wrong. */
export const wrongTexts = (word: string, secret: string): string[] => [
  word,
  `wecom+${word}`,
  `wecom:${word}`,
  `${word}+https://x.example/#${secret}`,
  `http://x.example/${word}#${secret}`,
  `https://${encodeURIComponent(word)}@x.example/`,
  `https://x.example:99999/${word}`,
  `wss://x.example/${word}`,
]

/** Answers with an echo. */
export const echoing =
  (echo: (url: string, body: string) => [number, object, string]): RequestListener =>
  (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const [status, headers, text] = echo(String(request.url), Buffer.concat(chunks).toString())
      response.writeHead(status, headers as never).end(text)
    })
  }
