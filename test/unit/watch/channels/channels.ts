import { createHmac } from 'node:crypto'
import type { Channel, Message } from '../../../../src/watch/channels/channel'
import { expectBothLanguages } from '../../../both-languages'

/** A message with everything in it that a group must take for plain text. */
export const MESSAGE: Message = {
  title: '分阶段发布已开始：8%',
  lines: ['错误：<@all> [x](y)', 'second "line"'],
  data: { event: { type: 'started' }, plan: { status: 'running' } },
}

export const NOW = 1_793_673_600_123

/** The signature of `text` with `key`, computed here. */
export const hmac = (key: string, text: string): string =>
  createHmac('sha256', key).update(text, 'utf8').digest('base64')

/** The request for a message that is far longer than any bot accepts, and has many of a character. */
export const longest = ({ post }: Channel, url: URL, character: string): object =>
  post({ ...MESSAGE, lines: [character.repeat(30_000)] }, { url, secret: 'a secret' }, NOW).body

/** Checks what a bot that replies with this is said to mean; `false` for a message that was accepted. */
export function expectMeaning(
  { rejectionIn }: Channel,
  reply: object,
  meaning: false | [retryable: boolean, message: string],
  status = 200,
): void {
  const rejection = rejectionIn({ status, text: JSON.stringify(reply) }, 'en')
  if (!meaning) return expect(rejection).toBeUndefined()
  const [retryable, message] = meaning
  expect(rejection).toMatchObject({ message: expect.stringContaining(message), retryable })
  if (rejection) expectBothLanguages(rejection.hint)
}
