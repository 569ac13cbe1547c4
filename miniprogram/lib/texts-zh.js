/** @typedef {import('./texts').Texts} Texts */

/** Guests and test accounts may have wx.cloud, but no CloudBase behind it. */
const OWN_APPID =
  '把 project.config.json 中的 appid 换成你自己的小程序 AppID；游客和测试号没有云开发。'

/** @type {Texts} */
const zh = {
  language: 'zh',
  title: '分阶段发布',
  loading: '正在查询',
  status: {
    initial: '未开始',
    running: '执行中',
    paused: '暂停中',
    completed: '执行完毕',
    deleted: '已删除',
    unknown: '未知状态',
  },
  share: '的用户可以使用新版本',
  membersOnly: '仅成员可以使用新版本',
  crowd: (lit) => `每 100 位用户中有 ${lit} 位可以使用新版本`,
  created: '创建',
  finish: '预计全量',
  finishUnknown: '微信未提供',
  timeUnknown: '未知',
  day15: '第 15 天自动全量',
  membersFirst: '项目成员优先',
  history: '比例变化',
  ownAccount: '本账号',
  now: '现在',
  historyLabel: (from, first, last, changes) =>
    `比例变化：${from}为 ${first}%，现在为 ${last}%，其间变化 ${changes} 次`,
  trialFirst: '体验成员优先',
  day: (month, day) => `${month + 1}月${day}日`,
  year: (day, year) => `${year}年${day}`,
  justNow: '刚刚',
  anyMoment: '即将',
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
  copyFailed: '未能复制：请长按文字选择',
  openid: '我的 OPENID',
  rid: '请求 ID（rid）',
  errors: {
    permission: '没有调用权限',
    credential: '凭证无效',
    quota: '调用次数超限',
    environment: '配置有误',
    system: '微信系统繁忙',
    timeout: '微信没有及时返回',
    network: '云端网络不通',
    aborted: '调用已中止',
    forbidden: '你还不在允许名单中',
    no_plan: '没有进行中的分阶段发布',
    invalid_response: '返回内容与文档不符',
    unknown: '未知错误',
  },
  allowSteps: [
    '复制 OPENID。',
    '在微信开发者工具中打开「云开发」→「云函数」→ getGrayReleasePlan →「配置」，把它加入上面的环境变量；多个用逗号分隔。',
    '保存后回到这里，下拉刷新。',
  ],
  failures: {
    no_cloud: {
      title: '当前环境没有云开发',
      steps: [
        OWN_APPID,
        '在「详情」→「本地设置」中选择 2.2.3 或更高版本的调试基础库。',
        '重新编译；在手机上请把微信更新到最新版本。',
      ],
    },
    not_deployed: {
      title: '云函数还没有部署',
      steps: [
        '在终端运行 npm ci，它会生成云函数的全部文件。',
        '在微信开发者工具中右键 cloudfunctions/getGrayReleasePlan 目录，选择「上传并部署」。',
        '确认上传到的云环境就是 miniprogram/environment.js 中的那一个。',
      ],
    },
    no_environment: {
      title: '尚未选择云环境',
      steps: [
        OWN_APPID,
        '在微信开发者工具中点击「云开发」，开通并创建一个云环境。',
        '把云环境 ID 填入 miniprogram/environment.js。',
        '右键 cloudfunctions，在「当前环境」中选择同一个云环境，再上传云函数。',
      ],
    },
    timed_out: {
      title: '云函数没有及时返回',
      steps: ['稍后再试。', '若一再出现，请在云开发控制台把该云函数的超时时间调到 10 秒或更长。'],
    },
    limited: {
      title: '云环境的调用次数超限',
      steps: ['稍等片刻，页面会自动重试。', '若一再出现，请在云开发控制台查看用量，或升级套餐。'],
    },
    offline: {
      title: '网络不通',
      steps: ['检查手机的网络，然后下拉刷新。'],
    },
    crashed: {
      title: '云函数运行出错',
      steps: [
        '在终端重新运行 npm ci，再上传云函数。',
        '在云开发控制台查看该云函数的日志，并选择 Node.js 16 或更高版本的运行环境。',
      ],
    },
    not_ours: {
      title: '调用到了别的云函数',
      steps: ['上传本项目的 cloudfunctions/getGrayReleasePlan，或给另一个云函数改名。'],
    },
    call_failed: {
      title: '调用云函数失败',
      steps: ['下拉刷新再试。', '若一再出现，请提 issue 并附上下面的详情。'],
    },
  },
}

module.exports = { zh }
