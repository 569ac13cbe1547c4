/**
 * The id of the cloud environment (云环境 ID) that holds the cloud function, such as 'prod-1a2b3c'.
 * Left empty, WeChat takes the environment that was made first. Written here, a phone and the
 * DevTools always use the same one.
 */
const ENVIRONMENT_ID = ''

module.exports = { ENVIRONMENT_ID }
