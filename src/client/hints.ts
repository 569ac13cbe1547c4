/** A hint in Chinese and English; `{name}` is the name of the function. */
export type Texts = readonly [zh: string, en: string]

export const HINTS = {
  no_cloud: [
    '没有 wx.cloud：请使用 2.2.3 或以上的基础库和自己的 AppID，不能是游客或测试号。',
    'No wx.cloud here: use base library 2.2.3 or later and your own AppID, not a guest or test account.',
  ],
  not_deployed: [
    '云环境里没有云函数 {name}：请用微信开发者工具「上传并部署」到页面的云环境。',
    "The environment has no function {name}: upload it with WeChat DevTools (上传并部署) to the page's environment.",
  ],
  no_environment: [
    '没有这个云环境：请在云开发控制台核对环境 ID，改正 wx.cloud.init 或选项中的 env。',
    'No such environment: check its ID in the CloudBase console, and env in wx.cloud.init or the options.',
  ],
  timed_out: [
    '未能及时得到结果：请重试，或检查网络、调大云函数的超时时间。',
    "No answer in time: try again, check the network, or raise the function's timeout.",
  ],
  limited: [
    '超出配额：请稍后再试；云环境的配额取决于套餐。',
    "Too many calls: try again later; the environment's limit depends on its plan.",
  ],
  offline: [
    '连不上微信的服务器：请检查网络后重试。',
    "Can't reach WeChat: check the network and try again.",
  ],
  crashed: [
    '云函数 {name} 运行出错：请在云开发控制台查看日志；缺少模块时请重新「上传并部署：云端安装依赖」。',
    'The function {name} crashed: check its log in the CloudBase console; if a module is missing, upload it with its dependencies (云端安装依赖).',
  ],
  not_ours: [
    '云函数 {name} 返回的不是本包的结果：请上传现成的云函数，或用选项 name 指定。',
    "The function {name} didn't return a result of this package: upload the ready-made function, or set the option name.",
  ],
  call_failed: [
    '调用失败：请看 errMsg，或在云开发错误码中查找 errCode；提 issue 时请附上 rid。',
    "The call failed: see errMsg, or look up errCode in WeChat's cloud error codes; open an issue with rid.",
  ],
} as const satisfies { readonly [failure: string]: Texts }

export const NOT_INITIALISED: Texts = [
  '请先在 app.js 中调用 wx.cloud.init；c = new wx.cloud.Cloud({ resourceAppid, resourceEnv }) 须先 await c.init()。',
  'Call wx.cloud.init in app.js first; for c = new wx.cloud.Cloud({ resourceAppid, resourceEnv }), await c.init().',
]

export const NOT_ENABLED: Texts = [
  '云开发尚未开通：请在微信开发者工具的「云开发」中创建环境，约 10 分钟后生效。测试号没有云开发。',
  "CloudBase isn't enabled: create an environment in WeChat DevTools (云开发) and wait about 10 minutes. Test accounts have none.",
]

export const TO_RENEW: Texts = [
  '云环境已隔离、到期或欠费：请在云开发控制台续费。',
  'The environment is isolated, expired or unpaid: renew it in the CloudBase console.',
]

export const NOT_PERMITTED: Texts = [
  '云函数缺少云调用权限：请在其 config.json 的 permissions.openapi 中加入 "operation.getGrayReleasePlan"，用开发者工具重新上传，约 10 分钟后生效。',
  'The function lacks the permission: add "operation.getGrayReleasePlan" to permissions.openapi in its config.json, upload it with DevTools and wait about 10 minutes.',
]

/** Possibly final: the account itself is not allowed to call the API. */
export const NOT_ALLOWED: Texts = [
  '账号无权调用此接口，可能无法解决：微信文档有的说小程序可用，有的说仅限有权限集 18 的第三方平台。',
  "The account isn't allowed to call this API. This may be final: WeChat's documentation allows either mini programs or only third-party platforms with permission set 18.",
]

export const NOT_AVAILABLE: Texts = [
  '此处的云调用不支持该接口：请改用本包的 HTTPS 入口。',
  "This API isn't available to cloud calls here: use the HTTPS entry.",
]

export const WHERE_IT_BEGAN: Texts = [
  '云调用因发起的位置被拒绝：请从小程序发起（网页和「云端测试」不行），或改用本包的 HTTPS 入口。',
  'The cloud call was rejected because of where it began: call from a mini program, not a web page or the console, or use the HTTPS entry.',
]
