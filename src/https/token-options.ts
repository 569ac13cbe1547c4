import * as z from 'zod/mini'
import { createError, invalidOption } from '../core/error'
import { type Checked, parseOptions } from '../core/options'
import { isText } from '../core/read'
import type { Store } from '../core/store'
import { hintOverHttps } from './hints'
import { tokenFailure } from './request-token'
import { type StableAccessToken, type TokenSettings, tokenFunction } from './token-function'
import { type TransportOptions, transportOptions } from './transport'

/** What all token functions have in common. */
export interface TokenOptions extends TransportOptions {
  /**
   * Where the token is also kept, so that processes share it and a restart requests none. It contains
   * the token as it is: protect it like the secret. What it throws is reported by name and code only.
   *
   * @default none: the token is kept in the process
   */
  store?: Store | null | undefined
}

const appidOption = (rule: string) => z.string(rule).check(z.minLength(1, rule))

/** The option `appid` of an account. */
export const accountAppid = appidOption('must be the AppID of an account, such as "wx…"')

/** The AppID of a third-party platform. */
export const platformAppid = appidOption(
  'must be the AppID of a third-party platform, such as "wx…"',
)

/** The fields of {@link TokenOptions}. */
export const tokenOptions = {
  ...transportOptions,
  store: z.nullish(z.custom<Store>(isStore, 'must be a store with get and compareAndSet')),
}

function isStore(value: unknown): boolean {
  const { get, compareAndSet } = Object(value)
  return typeof get === 'function' && typeof compareAndSet === 'function'
}

/**
 * Makes a token function of options, which are read once: a caller may wipe the secret from them
 * afterwards. Never throws: if they are invalid, the function rejects.
 */
export function tokenFunctionOf<T, O>(
  schema: z.ZodMiniType<T>,
  options: O,
  settingsOf: (checked: T, options: O) => Checked<TokenSettings>,
): StableAccessToken {
  const { value, error } = read(() => {
    const checked = parseOptions(schema, options)
    return checked.error ? checked : settingsOf(checked.value, options)
  })
  return value ? tokenFunction(value) : () => Promise.reject(tokenFailure(error))
}

function read<T>(run: () => Checked<T>): Checked<T> {
  try {
    return run()
  } catch (thrown) {
    return { error: invalidOption('options could not be read: it threw', { value: thrown }) }
  }
}

/** Checks the option `secret`. */
export function readSecret({ secret }: { secret?: unknown }, whose: string): Checked<string> {
  if (isText(secret)) return { value: secret }
  const errMsg = `options.secret must be the AppSecret of ${whose}`
  const hint = hintOverHttps('credential')
  return { error: createError('credential', { errMsg, attempts: 0, hint }) }
}
