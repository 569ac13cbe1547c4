import { createController } from '../core/abort'
import { type Renewal, STEP_LIMIT_MS } from './renewal'
import { exceptionFor, failureOf } from './stable-access-token-exception'
import { connecting, refused, tokenHint } from './token'

/**
 * Reads an option that is a string or a function that returns one, such as a token function. Nothing of
 * what the function throws is passed on, unless it is an exception of ours.
 *
 * @param rejected - the token of this function that WeChat rejected
 */
export async function readSource(
  renewal: Renewal,
  source: unknown,
  name: string,
  rejected?: string,
): Promise<string> {
  const controller = createController()
  const hint = tokenHint(rejected, controller.signal)
  const call = async (): Promise<unknown> => (typeof source === 'function' ? source(hint) : source)
  const late = (): Error =>
    exceptionFor(refused(`options.${name} returned nothing within ${STEP_LIMIT_MS} ms`, 0))
  const abandon = (): boolean => {
    controller.abort()
    return true
  }
  const isConnecting = (): boolean => connecting.get(hint)?.() ?? false
  let value: unknown
  try {
    value = await renewal.within(call(), late, { isConnecting, abandon })
  } catch (thrown) {
    const failure = failureOf(thrown, 0) ?? refused(`options.${name} threw`, 0)
    throw exceptionFor(failure)
  }
  const text = typeof value === 'string' ? value.trim() : ''
  if (text !== '') return text
  throw exceptionFor(refused(`options.${name} must be, or return, a string that is not empty`, 0))
}
