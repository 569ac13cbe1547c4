import { createHmac } from 'node:crypto'
import type { Message } from '../../../../src/watch/channels/channel'

/** A message with everything in it that a group must take for plain text. */
export const MESSAGE: Message = {
  language: 'zh',
  title: '分阶段发布已开始：8%',
  lines: ['错误：<@all> [x](y)', 'second "line"'],
  data: { event: { type: 'started' }, plan: { status: 'running' } },
}

/** Far longer than any bot accepts, of characters of three bytes. */
export const LONG: Message = { ...MESSAGE, lines: [`"${'长"'.repeat(20_000)}`] }

export const NOW = 1_793_673_600_123

/** The signature of `text` with `key`, computed here. */
export const hmac = (key: string, text: string): string =>
  createHmac('sha256', key).update(text, 'utf8').digest('base64')
