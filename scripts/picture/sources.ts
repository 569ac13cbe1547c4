// What the pictures show, from the sources: the phone of the tests, the caller check, the command, and a
// watcher.
export { runCli } from '../../src/cli/main'
export { callerOf, rejectionOf } from '../../src/cloud-functions/caller'
export { getGrayReleasePlanOverHttps, stableAccessToken } from '../../src/https'
export { startGateway } from '../../src/testing'
export { createWatcher, memoryStore } from '../../src/watch'
export * from '../../test/miniprogram/phone'
