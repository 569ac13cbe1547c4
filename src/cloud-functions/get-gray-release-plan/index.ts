import { createMain, type FunctionSdk } from './main'

/** The ready-made cloud function: answers with the staged release under way, or with why it can't. */
export const main = createMain({
  // Loaded on the first call only: on a runtime that is too old it could not even be loaded.
  loadSdk: (): FunctionSdk => require('wx-server-sdk'),
  env: () => process.env,
  nodeVersion: process.versions.node,
  log: (line) => console.log(line),
})
