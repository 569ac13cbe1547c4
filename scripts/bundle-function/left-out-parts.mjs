// What of wx-server-sdk and its dependencies stays out of the ready-made functions, and what is not
// evaluated before its first use. Both call init, DYNAMIC_CURRENT_ENV, getWXContext and
// openapi.operation.getGrayReleasePlan({}), with no option but env; watchGrayRelease calls database()
// too. test/e2e/bundle-differential.test.ts proves that nothing here is missed.

/** A part that is gone: whatever is done with it throws the error that names it. So is a text, by that name. */
const PART = null

/** A function that may be called while the SDK loads. */
const returns = (shape) => ({ '()': shape })

/** The names that a service of the SDK registers on `cloud`: they are there, and throw when called. */
const service = (...names) => ({
  getAPIs: returns(Object.fromEntries(names.map((name) => [name, `cloud.${name}`]))),
})

/**
 * By package and module: the shape that the modules which stay see while they load. A module that
 * only left-out ones require is not listed: nothing asks for it any more.
 */
export const LEFT_OUT = {
  'wx-server-sdk': {
    'src/api/ai/api/api.ts': service('ai'),
    'src/api/cloud/provider/tcb/api/callFunction.ts': { callFunction: PART },
    'src/api/cloud/provider/tcb/api/callOpenAPI.ts': { callOpenAPI: PART },
    'src/api/cloud/provider/tcb/api/deleteFile.ts': { deleteFile: PART },
    'src/api/cloud/provider/tcb/api/downloadFile.ts': { downloadFile: PART },
    'src/api/cloud/provider/tcb/api/getTempFileURL.ts': { getTempFileURL: PART },
    'src/api/cloud/provider/tcb/api/uploadFile.ts': { uploadFile: PART },
    'src/api/cloudpay/namespace/index.ts': { getAPIs: returns('cloud.cloudPay') },
    'src/api/database/api/api.ts': service('database'),
    'src/api/functions/api/api.ts': service('callFunction'),
    'src/api/open/api/api.ts': service(
      'callOpenAPI',
      'getOpenData',
      'getVoIPSign',
      'getCloudCallSign',
    ),
    'src/api/storage/api/api.ts': service(
      'uploadFile',
      'downloadFile',
      'getTempFileURL',
      'deleteFile',
    ),
    // Calls for another account, and parameters that are files: this call has neither.
    'src/utils/cross-account-token.ts': PART,
    'src/utils/mimetype.ts': PART,
  },
  '@cloudbase/node-sdk': {
    'dist/ai/index.js': PART,
    'dist/analytics/index.js': PART,
    'dist/auth/index.js': PART,
    'dist/cloudrun/index.js': PART,
    'dist/database/index.js': PART,
    'dist/functions/index.js': PART,
    'dist/logger/index.js': PART,
    'dist/notification/index.js': PART,
    'dist/storage/index.js': PART,
    // Only with the option `retries` of cloud.init.
    'dist/utils/retry.js': PART,
  },
  '@cloudbase/wx-cloud-client-sdk': {
    // cloud.init makes `models` with it, which wx-server-sdk does not hand out.
    'lib/wxCloudClientSDK.cjs.js': { default: { generateHTTPClient: returns(PART) } },
  },
  // Only with the option `proxy` of cloud.init.
  'http-proxy-agent': { 'dist/index.js': PART },
  'https-proxy-agent': { 'dist/index.js': PART },
  // For streams and files in a form; this call sends texts and one buffer.
  asynckit: { 'index.js': PART },
  'delayed-stream': { 'lib/delayed_stream.js': PART },
  'mime-types': { 'index.js': PART },
  // For 64-bit integers, which no message of this call has.
  long: { 'umd/index.js': { isLong: PART } },
  // Beside metadata.js, which has a stand-in, only extensions of the SDK ask for it.
  axios: { 'index.js': PART },
}

const without = (names, modules) =>
  Object.fromEntries(Object.entries(modules).filter(([name]) => !names.includes(name)))

/** The same for a function that uses the database as well, and watches no collection. */
export const LEFT_OUT_BESIDE_DATABASE = {
  ...LEFT_OUT,
  'wx-server-sdk': without(['src/api/database/api/api.ts'], LEFT_OUT['wx-server-sdk']),
  '@cloudbase/node-sdk': without(['dist/database/index.js'], LEFT_OUT['@cloudbase/node-sdk']),
  '@cloudbase/database': { 'dist/commonjs/realtime/websocket-client.js': PART },
}

/** The protobuf messages of this call, and the static methods it needs of them; all others are out. */
export const PROTOBUF = {
  package: 'wx-server-sdk',
  module: 'src/protobuf/openapi.js',
  kept: {
    KeyValuePair: ['encode'],
    OpenApiData: ['encode'],
    CommApiData: ['encode'],
    CommOpenApiResp: ['decode'],
    HttpHeader: ['decode'],
  },
}

/** What modules require at their top but need only sometimes: it is evaluated at its first use. */
export const LATE = {
  '@cloudbase/node-sdk': {
    // The gateway is asked over http inside of a cloud function, and without an agent.
    'dist/utils/request-core.js': ['https', 'agentkeepalive'],
  },
  'form-data': { 'lib/form_data.js': ['https'] },
  // For integers that a number can't hold.
  'json-bigint': { 'lib/stringify.js': ['bignumber.js'] },
}

/** Packages that nothing needs before one of the above is used. */
export const LATE_PACKAGES = ['agentkeepalive', 'bignumber.js', 'humanize-ms', 'ms']
