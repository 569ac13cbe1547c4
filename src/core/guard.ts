import { invalidOption } from './error'
import type { GetGrayReleasePlanResult } from './result'

/**
 * The one guard at the edge of a public function that never throws or rejects: whatever a getter or a
 * proxy among its arguments throws becomes the error of its result.
 */
export async function guard(
  call: () => Promise<GetGrayReleasePlanResult>,
): Promise<GetGrayReleasePlanResult> {
  try {
    return await call()
  } catch (thrown) {
    const errMsg = 'an argument could not be read: a getter or a proxy threw'
    return { ok: false, error: invalidOption(errMsg, { value: thrown }) }
  }
}
