import type { Dependencies, FunctionSdk } from './handler'

/** What a function takes from the instance that it runs in. */
export const thisInstance = <Sdk extends FunctionSdk>(): Dependencies<Sdk> => ({
  // Loaded by the handler: on a runtime that is too old it could not even be loaded.
  loadSdk: () => require('wx-server-sdk'),
  env: () => process.env,
  nodeVersion: process.versions.node,
  log: (line) => console.log(line),
})
