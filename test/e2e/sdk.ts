import type { CloudLike } from '../../src/sdk/api'
import { gateway } from '../gateway'

/** What these tests use of the real SDK. */
export interface RealSdk extends CloudLike {
  init(options?: object): unknown
  DYNAMIC_CURRENT_ENV: unknown
  createNewInstance(options: object): RealSdk
  Cloud: new (options: object) => RealSdk
}

/** Loads the real, unmodified wx-server-sdk, pointed at the gateway of this file. */
export function loadSdk<Sdk = RealSdk>(): Sdk {
  Object.assign(process.env, gateway.env)
  let sdk: Sdk | undefined
  jest.isolateModules(() => {
    sdk = require('wx-server-sdk')
  })
  return sdk as Sdk
}
