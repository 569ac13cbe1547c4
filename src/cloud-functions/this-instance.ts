import type { Dependencies, FunctionSdk } from './handler'

export const thisInstance = <Sdk extends FunctionSdk>(): Dependencies<Sdk> => ({
  // Not an import, because the SDK can't be loaded on a runtime that is too old.
  loadSdk: () => require('wx-server-sdk'),
  env: () => process.env,
  nodeVersion: process.versions.node,
  log: (line) => console.log(line),
})
