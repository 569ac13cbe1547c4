import type { Hint } from '../core/error-codes'

/** The hints; `{name}` is the name of the function. */
export const HINTS = {
  no_cloud: {
    zh: '这里没有 wx.cloud：请使用 2.2.3 以上的基础库和自己的 AppID；游客和测试号没有云开发。',
    en: 'No wx.cloud here: use base library 2.2.3 or later and your own AppID; guests and test accounts have no CloudBase.',
  },
  not_deployed: {
    zh: '云环境里没有云函数 {name}：请在微信开发者工具中右键它的目录，「上传并部署」到页面的云环境。',
    en: "The environment has no function {name}: upload its folder with WeChat DevTools (上传并部署) to the page's environment.",
  },
  no_environment: {
    zh: '没有这个云环境：请在云开发控制台核对环境 ID，改正 wx.cloud.init 或选项中的 env。',
    en: 'No such environment: check its ID in the CloudBase console, and correct env in wx.cloud.init or the options.',
  },
  not_initialised: {
    zh: '请先在 app.js 的 onLaunch 中调用 wx.cloud.init；c = new wx.cloud.Cloud({ resourceAppid, resourceEnv }) 须先 await c.init()。',
    en: 'Call wx.cloud.init in onLaunch of app.js first; for c = new wx.cloud.Cloud({ resourceAppid, resourceEnv }), await c.init().',
  },
  not_enabled: {
    zh: '云开发尚未开通：请在微信开发者工具的「云开发」中创建环境，约 10 分钟后生效。测试号没有云开发。',
    en: "CloudBase isn't enabled: create an environment under 云开发 in WeChat DevTools and wait about 10 minutes. Test accounts have none.",
  },
  to_renew: {
    zh: '云环境已隔离、到期或欠费：请在云开发控制台续费。',
    en: 'The environment is isolated, expired or unpaid: renew it in the CloudBase console.',
  },
  timed_out: {
    zh: '云函数没有及时返回：请重试，或检查网络、调大云函数的超时时间。',
    en: "No answer in time: try again, check the network, or raise the function's timeout (超时时间).",
  },
  limited: {
    zh: '超出云环境的配额：请稍后再试，或升级套餐。',
    en: 'Too many calls for this environment: try again later, or upgrade the plan.',
  },
  offline: {
    zh: '连不上微信的服务器：请检查网络后重试。',
    en: "WeChat can't be reached: check the network, then try again.",
  },
  crashed: {
    zh: '云函数 {name} 运行出错：请在云开发控制台查看其日志；缺少模块时，请重新「上传并部署：云端安装依赖」。',
    en: 'The function {name} crashed: check its log in the CloudBase console. If a module is missing, upload it again with its dependencies (云端安装依赖).',
  },
  not_permitted: {
    zh: '云函数 {name} 缺少云调用权限：请在其 config.json 的 permissions.openapi 中加入 "operation.getGrayReleasePlan"，用开发者工具重新上传，约 10 分钟后生效。',
    en: 'The function {name} lacks the permission: add "operation.getGrayReleasePlan" to permissions.openapi in its config.json, upload it with DevTools and wait about 10 minutes.',
  },
  not_ours: {
    zh: '云函数 {name} 返回的不是 wx-gray-release-plan 的结果：请上传现成的云函数，或用选项 name 指定。',
    en: "The function {name} didn't return a wx-gray-release-plan result: upload the ready-made function, or set the option name.",
  },
  call_failed: {
    zh: '调用失败：请看 errMsg，或在云开发错误码中查找 errCode；提 issue 时请附上 rid。',
    en: "The call failed: see errMsg, or look up errCode in WeChat's cloud error codes; open an issue with rid.",
  },
} as const satisfies { readonly [name: string]: Hint }

/** The name of a hint: a failure, or a case of one. */
export type HintName = keyof typeof HINTS
