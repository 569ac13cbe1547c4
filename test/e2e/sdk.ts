import type { CloudLike } from '../../src/sdk/api'
import { type Gateway, type GatewayOptions, startGateway } from '../../src/testing'

/** What these tests use of the real SDK. */
export interface RealSdk extends CloudLike {
  init(options?: object): unknown
  DYNAMIC_CURRENT_ENV: unknown
  createNewInstance(options: object): RealSdk
  Cloud: new (options: object) => RealSdk
}

/** Starts a gateway and points the real, unmodified wx-server-sdk of this process at it. */
export async function startWithSdk(
  options?: GatewayOptions,
): Promise<{ gateway: Gateway; loadSdk: () => RealSdk }> {
  const gateway = await startGateway(options)
  Object.assign(process.env, gateway.env)
  const loadSdk = (): RealSdk => {
    let sdk: RealSdk | undefined
    jest.isolateModules(() => {
      sdk = require('wx-server-sdk')
    })
    return sdk as RealSdk
  }
  return { gateway, loadSdk }
}
