/**
 * Every word of the page, in Chinese and in English. The hint of an error comes from the function, in
 * both languages; what the page must say for itself has its own hint and steps here.
 *
 * @typedef {import('../../src/error').ErrorKind} ErrorKind
 * @typedef {import('../../src/plan').GrayReleaseStatus} GrayReleaseStatus
 * @typedef {import('./failures').FailureKind} FailureKind
 *
 * @typedef {object} FailureText
 * @property {string} title
 * @property {string} hint
 * @property {string[]} steps
 *
 * @typedef {object} Texts
 * @property {string} title
 * @property {string} loading
 * @property {{ [status in GrayReleaseStatus]: string }} status
 * @property {string} share what the large number counts
 * @property {(lit: number) => string} crowd
 * @property {string} created
 * @property {string} finish
 * @property {string} finishUnknown
 * @property {string} membersFirst
 * @property {string} trialFirst
 * @property {(month: number, day: number) => string} day month from 0 to 11
 * @property {(day: string, year: number) => string} year
 * @property {string} justNow
 * @property {string} anyMoment
 * @property {(count: number, past: boolean) => string} minutes
 * @property {(count: number, past: boolean) => string} hours
 * @property {(count: number, past: boolean) => string} days
 * @property {(clock: string) => string} updated
 * @property {string} pull
 * @property {(seconds: number) => string} every
 * @property {(title: string) => string} stale
 * @property {string} again
 * @property {string} details
 * @property {string} steps
 * @property {string} copy
 * @property {string} copyOpenid
 * @property {string} openid
 * @property {string} rid
 * @property {{ [kind in ErrorKind]: string }} errors
 * @property {string[]} allowSteps how to allow an OPENID
 * @property {{ [kind in FailureKind]: FailureText }} failures
 */

/** @type {Texts} */
const zh = {
  title: '分阶段发布',
  loading: '正在查询',
  status: {
    initial: '初始状态',
    running: '执行中',
    paused: '暂停中',
    completed: '执行完毕',
    deleted: '已删除',
    unknown: '未知状态',
  },
  share: '的用户可用新版本',
  crowd: (lit) => `每 100 位用户中有 ${lit} 位可用新版本`,
  created: '创建',
  finish: '预计全量',
  finishUnknown: '微信未告知',
  membersFirst: '项目成员优先',
  trialFirst: '体验成员优先',
  day: (month, day) => `${month + 1}月${day}日`,
  year: (day, year) => `${year}年${day}`,
  justNow: '刚刚',
  anyMoment: '马上',
  minutes: (count, past) => `${count} 分钟${past ? '前' : '后'}`,
  hours: (count, past) => `${count} 小时${past ? '前' : '后'}`,
  days: (count, past) => `${count} 天${past ? '前' : '后'}`,
  updated: (clock) => `${clock} 更新`,
  pull: '下拉刷新',
  every: (seconds) =>
    seconds < 60 ? `每 ${seconds} 秒自动更新` : `${Math.round(seconds / 60)} 分钟后自动重试`,
  stale: (title) => `未能更新：${title}`,
  again: '再试一次',
  details: '详情',
  steps: '怎么办',
  copy: '复制',
  copyOpenid: '复制我的 OPENID',
  openid: '我的 OPENID',
  rid: '请求 ID',
  errors: {
    permission: '没有调用权限',
    credential: '凭证无效',
    quota: '调用次数超限',
    environment: '环境配置有误',
    system: '微信系统繁忙',
    timeout: '微信没有及时回应',
    network: '云端网络不通',
    aborted: '调用已中止',
    forbidden: '你还不在允许名单中',
    invalid_response: '返回内容与文档不符',
    unknown: '未知错误',
  },
  allowSteps: [
    '复制 OPENID。',
    '在微信开发者工具中打开「云开发」→「云函数」→ getGrayReleasePlan →「配置」，把它加入上面的环境变量；多个以英文逗号分隔。',
    '保存后回到这里，下拉刷新。',
  ],
  failures: {
    no_cloud: {
      title: '这里没有云开发',
      hint: '当前微信或基础库没有 wx.cloud。',
      steps: [
        '把 project.config.json 中的 appid 换成你自己的小程序 AppID；游客和测试号没有云开发。',
        '在「详情」→「本地设置」中选择 2.2.3 以上的调试基础库。',
        '重新编译；在手机上请把微信更新到最新版本。',
      ],
    },
    not_deployed: {
      title: '云函数还没有部署',
      hint: '当前云环境里没有名为 getGrayReleasePlan 的云函数。',
      steps: [
        '在终端运行 npm ci，它会生成云函数的全部文件。',
        '在微信开发者工具中右键 cloudfunctions/getGrayReleasePlan 文件夹，选择「上传并部署」。',
        '确认上传到的云环境就是 miniprogram/environment.js 中的那一个。',
      ],
    },
    no_environment: {
      title: '还没有选好云环境',
      hint: '云开发尚未开通，或云环境 ID 不对。',
      steps: [
        '在微信开发者工具中点击「云开发」，开通并创建一个云环境。',
        '把云环境 ID 填入 miniprogram/environment.js。',
        '右键 cloudfunctions，在「当前环境」中选择同一个云环境，再上传云函数。',
      ],
    },
    timed_out: {
      title: '云函数没有及时回应',
      hint: '可能是网络慢，也可能是云函数的超时时间太短。',
      steps: ['稍后再试。', '若一再出现，请在云开发控制台把该云函数的超时时间调到 10 秒以上。'],
    },
    offline: {
      title: '网络不通',
      hint: '手机连不上微信的服务器。',
      steps: ['检查手机的网络，然后下拉刷新。'],
    },
    crashed: {
      title: '云函数运行出错',
      hint: '云函数没有正常运行，多半是上传不完整，或运行环境太旧。',
      steps: [
        '在终端重新运行 npm ci，再上传云函数。',
        '在云开发控制台查看该云函数的日志，并选择 Node.js 16 以上的运行环境。',
      ],
    },
    not_ours: {
      title: '同名云函数答非所问',
      hint: '名为 getGrayReleasePlan 的云函数返回的不是本项目的结果。',
      steps: ['上传本项目的 cloudfunctions/getGrayReleasePlan，或给另一个云函数改名。'],
    },
    call_failed: {
      title: '调用云函数失败',
      hint: '请在微信官方文档的云开发错误码中查找下面的错误码。',
      steps: ['下拉刷新再试。', '若一再出现，请带上下面的详情反馈。'],
    },
  },
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** @param {string} unit */
const count = (unit) => {
  /** @param {number} number @param {boolean} past */
  const words = (number, past) => {
    const amount = `${number} ${unit}${number === 1 ? '' : 's'}`
    return past ? `${amount} ago` : `in ${amount}`
  }
  return words
}

/** @type {Texts} */
const en = {
  title: 'Staged release',
  loading: 'Asking',
  status: {
    initial: 'Not started',
    running: 'Running',
    paused: 'Paused',
    completed: 'Completed',
    deleted: 'Deleted',
    unknown: 'Unknown status',
  },
  share: 'of users can have the new version',
  crowd: (lit) => `${lit} of every 100 users can have the new version`,
  created: 'Created',
  finish: 'Expected finish',
  finishUnknown: 'Not told by WeChat',
  membersFirst: 'Project members first',
  trialFirst: 'Trial members first',
  day: (month, day) => `${day} ${MONTHS[month]}`,
  year: (day, year) => `${day} ${year}`,
  justNow: 'just now',
  anyMoment: 'any moment',
  minutes: count('minute'),
  hours: count('hour'),
  days: count('day'),
  updated: (clock) => `Updated ${clock}`,
  pull: 'Pull to refresh',
  every: (seconds) =>
    seconds < 60
      ? `Updates every ${seconds} s by itself`
      : `Tries again in ${Math.round(seconds / 60)} min`,
  stale: (title) => `Not updated: ${title}`,
  again: 'Try again',
  details: 'Details',
  steps: 'What to do',
  copy: 'Copy',
  copyOpenid: 'Copy my OPENID',
  openid: 'My OPENID',
  rid: 'Request id',
  errors: {
    permission: 'Not permitted',
    credential: 'Token refused',
    quota: 'Too many calls',
    environment: 'The set-up is wrong',
    system: 'WeChat is busy',
    timeout: 'WeChat did not answer in time',
    network: 'No connection in the cloud',
    aborted: 'The call was aborted',
    forbidden: 'You are not on the list yet',
    invalid_response: 'Not the documented reply',
    unknown: 'Unknown error',
  },
  allowSteps: [
    'Copy the OPENID.',
    'In the WeChat DevTools open Cloud (云开发), Functions (云函数), getGrayReleasePlan, Config (配置), and add it to the variable named above, with commas between several.',
    'Save, come back here and pull to refresh.',
  ],
  failures: {
    no_cloud: {
      title: 'No cloud here',
      hint: 'This WeChat or its base library has no wx.cloud.',
      steps: [
        'Put the AppID of your own mini program into project.config.json: guests and test accounts have no cloud.',
        'Choose a base library of 2.2.3 or later under Details (详情), Local settings (本地设置).',
        'Compile again; on a phone, update WeChat.',
      ],
    },
    not_deployed: {
      title: 'The function is not deployed',
      hint: 'The cloud environment has no function named getGrayReleasePlan.',
      steps: [
        'Run npm ci in a terminal: it makes every file of the function.',
        'In the WeChat DevTools right-click cloudfunctions/getGrayReleasePlan and choose Upload and deploy (上传并部署).',
        'See that it went to the environment named in miniprogram/environment.js.',
      ],
    },
    no_environment: {
      title: 'No cloud environment chosen',
      hint: 'The cloud is not opened yet, or the environment id is wrong.',
      steps: [
        'In the WeChat DevTools click Cloud (云开发), open it and create an environment.',
        'Put the id of the environment into miniprogram/environment.js.',
        'Right-click cloudfunctions, choose the same one as Current environment (当前环境), and upload the function.',
      ],
    },
    timed_out: {
      title: 'The function did not answer in time',
      hint: 'The network may be slow, or the time limit of the function too short.',
      steps: [
        'Try again in a moment.',
        'If it goes on, raise the time limit of the function to 10 seconds or more in the cloud console.',
      ],
    },
    offline: {
      title: 'No connection',
      hint: "The phone can't reach WeChat's servers.",
      steps: ['Check the network of the phone, then pull to refresh.'],
    },
    crashed: {
      title: 'The function fell over',
      hint: 'It did not run properly: the upload may be incomplete, or its runtime too old.',
      steps: [
        'Run npm ci again in a terminal, then upload the function.',
        'Look at its log in the cloud console and choose a runtime of Node.js 16 or later.',
      ],
    },
    not_ours: {
      title: 'Another function answered',
      hint: 'The function named getGrayReleasePlan does not answer as the one of this project.',
      steps: ['Upload cloudfunctions/getGrayReleasePlan of this project, or rename the other one.'],
    },
    call_failed: {
      title: 'The call of the function failed',
      hint: "Look the code below up in WeChat's list of cloud error codes.",
      steps: ['Pull to refresh.', 'If it goes on, report it with the details below.'],
    },
  },
}

/**
 * @param {string} language as the phone says it: zh_CN, zh_TW, en, …
 * @returns {Texts}
 */
const textsFor = (language) => (/^zh/i.test(language) ? zh : en)

module.exports = { textsFor }
