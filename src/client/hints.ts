import type { Hint } from '../core/error-codes'

/** What to do about each failure, in few words; `{name}` stands for the name of the function. */
export const HINTS = {
  no_cloud: {
    zh: '这里没有 wx.cloud：请使用 2.2.3 以上的基础库和自己的 AppID；游客和测试号没有云开发。',
    en: 'No wx.cloud here: use base library 2.2.3 or later and your own AppID; guests and test accounts have no cloud.',
  },
  not_deployed: {
    zh: '云环境里没有云函数 {name}：请在微信开发者工具中右键其文件夹，「上传并部署」到页面所用的环境。',
    en: 'The environment has no function {name}: upload its folder (上传并部署) with the WeChat DevTools, into the environment that the page uses.',
  },
  no_environment: {
    zh: '没有这个云环境：请在云开发控制台核对环境 ID，改正 wx.cloud.init 的 env 或选项 env。',
    en: 'No such environment: look its id up in the cloud console, and correct the env of wx.cloud.init or the option env.',
  },
  not_initialised: {
    zh: '请先在 app.js 的 onLaunch 中调用 wx.cloud.init。',
    en: 'Call wx.cloud.init in onLaunch of app.js first.',
  },
  not_opened: {
    zh: '云开发尚未开通：请在微信开发者工具中点击「云开发」，开通并创建环境，约 10 分钟后生效。',
    en: 'The cloud is not opened yet: click Cloud (云开发) in the WeChat DevTools, create an environment and wait about 10 minutes.',
  },
  to_renew: {
    zh: '云环境已被隔离、到期或欠费：请在云开发控制台续费，或换用另一个环境。',
    en: 'The environment is isolated, expired or in arrears: renew it in the cloud console, or use another one.',
  },
  timed_out: {
    zh: '云函数没有及时回应：请稍后再试；若一再出现，请检查网络，或在云开发控制台调大其超时时间。',
    en: 'No answer in time: try again. If it goes on, check the network, or raise the time limit of the function in the cloud console.',
  },
  limited: {
    zh: '超出云环境的请求或并发配额：请稍后再试、减少调用或升级套餐。',
    en: 'Too many calls for this environment: try again in a moment, call less often, or choose a larger plan.',
  },
  offline: {
    zh: '连不上微信的服务器：请检查手机的网络后重试。',
    en: "WeChat can't be reached: check the network of the phone, then try again.",
  },
  crashed: {
    zh: '云函数 {name} 运行出错：请在云开发控制台查看其日志；缺少模块时，请重新「上传并部署：云端安装依赖」。',
    en: 'The function {name} fell over: read its log in the cloud console. If a module is missing, upload it again with its dependencies (云端安装依赖).',
  },
  not_ours: {
    zh: '云函数 {name} 返回的不是本包的结果：请上传随包提供的云函数，或用选项 name 指明它。',
    en: 'The function {name} gives no result of wx-gray-release-plan: upload the one that comes with it, or set the option name.',
  },
  call_failed: {
    zh: '调用云函数失败：请看 errMsg，或在云开发错误码中查找 errCode；反馈时请带上 rid。',
    en: "The call failed: see errMsg, or look errCode up in WeChat's cloud error codes; report it with rid.",
  },
} as const satisfies { readonly [name: string]: Hint }

/** Which hint: that of a failure, or of one of the cases that a failure has. */
export type HintName = keyof typeof HINTS
