/**
 * The ID of the cloud environment (云环境 ID) of the cloud function, such as 'prod-1a2b3c'. If it is
 * empty, WeChat uses the environment that was created first. With an ID, phones and DevTools always
 * use the same one.
 */
const ENVIRONMENT_ID = ''

module.exports = { ENVIRONMENT_ID }
