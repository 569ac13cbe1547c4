import { type Gateway, startGateway } from '../src/testing'

/** A gateway for all tests of the file that imports it. */
export let gateway: Gateway

beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())
