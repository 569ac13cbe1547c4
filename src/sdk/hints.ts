import { type ErrorKind, type Hint, type Hints, hintFor } from '../core/error-codes'

const WHERE_IT_BEGAN: Hint = {
  zh: '云调用因发起的位置被拒绝：只能从小程序端、用微信开发者工具上传的定时触发器或微信的 HTTP API（invokecloudfunction）发起，「云端测试」、网页和控制台创建的定时触发器都不行。请从页面调用，或改用 wx-gray-release-plan/https。',
  en: "The cloud call was rejected because of where it began: it works from the mini program, a timer uploaded with WeChat DevTools, or WeChat's HTTP API (invokecloudfunction), not from the CloudBase console (its test, its timers) or a web page. Call it from a page, or use the HTTPS entry, wx-gray-release-plan/https.",
}

/** Hints for messages that are more specific than their code. */
export const BY_MESSAGE = {
  whereItBegan: WHERE_IT_BEGAN,
  secrets: {
    zh: 'SDK 的 secretId 和 secretKey 缺失或被拒绝：在云函数中请重新部署，在其他环境请核对传给 cloud.init 的值和系统时间。',
    en: "The SDK's secretId and secretKey are missing or were rejected: redeploy a cloud function; elsewhere check those passed to cloud.init, and the clock.",
  },
  oldNode: {
    zh: '此 Node.js 版本过低，不支持该 SDK：请为云函数选用更新的运行环境。',
    en: 'This Node.js is too old for this SDK: choose a newer runtime for the function.',
  },
  toRenew: {
    zh: '云环境已隔离、过期或欠费：请在云开发控制台续费。',
    en: 'The cloud environment is isolated, expired or unpaid: renew it in the CloudBase console.',
  },
  notInitialised: {
    zh: '调用前请先执行 cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })。',
    en: 'Call cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV }) before this call.',
  },
  certificate: {
    zh: '云开发网关或代理的证书不受信任：请检查代理，并用 NODE_EXTRA_CA_CERTS 指定签发它的 CA。',
    en: 'The certificate of the gateway, or of a proxy in between, is not trusted: check the proxy, and set NODE_EXTRA_CA_CERTS to the CA that issued it.',
  },
  notConnected: {
    zh: '未能及时建立连接：请检查网络、域名解析和代理。',
    en: 'No connection was established in time: check network, DNS and proxy.',
  },
  gateway: {
    zh: '云开发网关出错，原因见错误信息（errMsg）：请稍后重试，持续出现请提 issue。',
    en: 'The CloudBase gateway failed (see errMsg): try again in a moment, and open an issue if it persists.',
  },
} satisfies { [name: string]: Hint }

/** Hints for calls through wx-server-sdk, where tokens and allowlists don't exist. */
const THROUGH_SDK: Hints = {
  codes: {
    [-502003]: {
      zh: '数据库不允许此操作：请检查该集合的权限。',
      en: "The database doesn't allow this: check the collection's permission.",
    },
    [-502004]: {
      zh: '已达到数据库的上限（如集合数量），见错误信息（errMsg）。',
      en: 'A database limit is reached, such as the number of collections: see errMsg.',
    },
    [-502005]: {
      zh: '数据库没有这个集合：请在云开发控制台创建。',
      en: 'The database has no such collection: create it in the CloudBase console.',
    },
    [-604100]: {
      zh: '此处的云调用不支持该接口：请改用 HTTPS 入口 wx-gray-release-plan/https。',
      en: "This API isn't available through cloud calls here: use the HTTPS entry, wx-gray-release-plan/https.",
    },
    [-604101]: {
      zh: '云函数缺少云调用权限：请在其 config.json 的 permissions.openapi 中加入 "operation.getGrayReleasePlan"，用微信开发者工具重新上传，约 10 分钟后生效。',
      en: 'The function lacks the permission: add "operation.getGrayReleasePlan" to permissions.openapi in its config.json, upload it with WeChat DevTools and wait about 10 minutes.',
    },
    [-604104]: WHERE_IT_BEGAN,
    // Possibly final: the account itself is not allowed to call the API.
    48001: {
      zh: '该账号无权调用此接口。微信文档前后不一致（有的说小程序可用，有的说仅限拥有权限集 18 的第三方平台），因此可能无法解决。',
      en: "This account isn't allowed to call the API. WeChat's documentation is inconsistent: either all mini programs may call it, or only third-party platforms with permission set 18. This may be final.",
    },
  },
  kinds: {
    permission: {
      zh: '没有调用权限：请检查账号的权限集和云函数 config.json 中的 permissions.openapi。',
      en: "Not permitted: check the account's permission sets and permissions.openapi in the function's config.json.",
    },
    credential: {
      zh: '微信没有接受平台为云函数提供的身份：请重新部署；如果仍然出现，请提 issue 并附上错误信息（errMsg）和请求 ID（rid，如有）。',
      en: "WeChat rejected the identity that the platform gives the function: redeploy it. If that doesn't help, open an issue with errMsg and rid.",
    },
    environment: {
      zh: '配置有误：请按错误信息（errMsg）检查，并核对 cloud.init、云环境 ID、AppID、SDK 和 Node.js 版本。',
      en: 'Misconfigured: see errMsg, and check cloud.init, the environment ID, the AppID, and the SDK and Node.js versions.',
    },
    timeout: {
      zh: '未能在时限内得到结果：请重试，或调大 timeoutMs 和云函数的超时时间。',
      en: "No answer in time: try again, or raise timeoutMs and the function's timeout.",
    },
  },
}

/** The hint for an error of a call through wx-server-sdk. */
export const hintThroughSdk = (kind: ErrorKind, errCode?: number): Hint =>
  hintFor(kind, errCode, THROUGH_SDK)
