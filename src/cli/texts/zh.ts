import type { Texts } from './en'

const orName = (example: string) => `或指定云函数根目录，例如：init ${example}`

/** Every text that the command shows, in Chinese. */
export const zh: Texts = {
  locale: 'zh-CN',
  help: {
    about: '查询微信小程序的分阶段发布进度，并部署用于查询的云函数。',
    more: '运行 wx-gray-release-plan help 命令名 可查看某个命令的说明。',
    help: '显示帮助',
    version: '显示版本号',
    lang: '输出的语言，zh 或 en',
    json: '只输出结果，为一行 JSON',
    helpCommand: '显示某个命令的帮助。',
    titles: {
      'Usage:': '用法：',
      'Options:': '选项：',
      'Global Options:': '全局选项：',
      'Commands:': '命令：',
      'Arguments:': '参数：',
      '[options]': '[选项]',
      '[command]': '[命令]',
    },
    statuses:
      '退出码：0 成功，1 查询出错或操作失败，2 用法有误，130 或 143 被信号终止，141 输出管道已关闭。\n--lang、LC_ALL、LC_MESSAGES、LANG 或系统语言为 zh 时使用中文；设置了 NO_COLOR 时不使用颜色。',
  },
  usage: {
    error: '错误：',
    note: '提示：',
    unknownOption: (option) => `未知选项 ${option}`,
    unknownCommand: (command) => `未知命令 ${command}`,
    missingArgument: (argument) => `缺少参数 ${argument}`,
    missingValue: (option) => `选项 ${option} 缺少值`,
    noValue: (option) => `选项 ${option} 不能带值`,
    tooManyArguments: '参数过多',
    wrongLanguage: '选项 --lang 的取值应为 zh 或 en',
    meant: (names) => `你是否想输入 ${names}？`,
    seeHelp: (command) => `请参阅 ${command} --help`,
  },
  plan: {
    status: {
      initial: '未开始',
      running: '执行中',
      paused: '暂停中',
      completed: '执行完毕',
      deleted: '已删除',
    },
    later: (code) => `未知状态（${code}）`,
    created: '创建时间',
    finish: '预计全量时间',
    everyone: '自动全量时间',
    asOf: '截至',
    unknownTime: '未知',
    time: (time, distance) => `${time}（${distance}）`,
    none: '当前没有进行中的分阶段发布',
    membersOnly: '（仅成员可用）',
    first: '优先范围',
    projectMembers: '项目成员优先',
    trialMembers: '体验成员优先',
    and: '、',
  },
  error: {
    message: '错误信息',
    hint: '处理建议',
    rid: '请求 ID',
    attempts: '调用次数',
    field: '字段',
    title: (kind, errCode) => `${kind}（${errCode}）`,
    colon: '：',
    retryable: (attempts) => `${attempts}（可稍后重试）`,
    final: (attempts) => `${attempts}（重试无用）`,
  },
  failure: {
    unexpected: (message) => `意外错误：${message}`,
    codes: {
      EACCES: '没有权限',
      EPERM: '不允许该操作',
      EROFS: '文件系统是只读的',
      ENOENT: '文件或目录不存在',
      ENOTDIR: '应为目录的位置上是一个文件',
      EISDIR: '应为文件的位置上是一个目录',
      ENOTEMPTY: '目录不为空',
      EEXIST: '同名文件或目录已存在',
      ENOSPC: '磁盘空间不足',
      EDQUOT: '磁盘配额已用完',
      EFBIG: '超出文件大小限制',
      ELOOP: '符号链接形成了循环',
      ENAMETOOLONG: '名称过长',
      ERR_INVALID_ARG_VALUE: '名称中含有空字符',
    },
    currentFolder: (reason) =>
      `无法使用当前目录：${reason}\n该目录可能已被删除，请切换到其他目录。`,
    output: (reason) => `无法写出结果：${reason}`,
    emptyName: "目录名为空。请写出目录名，当前目录请写 '.'。",
    notBuilt: (path) => `缺少 ${path}\n请运行 npm run build 生成，或重新安装本包。`,
  },
  dev: {
    about: '在本机运行现成的云函数（真实的 wx-server-sdk 和本地网关），不需要微信账号。',
    function:
      'getGrayReleasePlan（默认）或 watchGrayRelease；后者会模拟一次完整的发布，并显示团队会收到的消息',
    scenario: '微信如何应答，取值见下（默认 running）',
    source: '调用来源的最后一跳，如 wx_client、wx_trigger（默认 wx_devtools）',
    openid: '调用者的 OPENID',
    scenarios: '场景：',
    notAFunction: (name) =>
      `${name} 是场景，不是云函数。请使用 --scenario ${name}；用 npm 时为 npm start -- --scenario ${name}`,
    unknownFunction: (name, known) => `没有名为 '${name}' 的现成云函数。\n可选：${known}`,
    unknownScenario: (name, known) => `没有名为 '${name}' 的场景。\n可选：${known}`,
    shownScenario: '场景',
    shownCaller: '调用者',
    shownRequest: '请求',
    shownLog: '日志',
    none: '无',
    simulating: (days) => `模拟一次 ${days} 天的发布，watchGrayRelease 每天查询一次。群里会收到：`,
    history: (timeZone) => `发布历史，即页面得到的内容（时区：${timeZone}）`,
    noHistory: '暂无历史',
    skipped: '未查询：剩余时间不足',
    crashed: (message) => `云函数未返回结果就退出了：${message}`,
  },
  status: {
    about: '通过 HTTPS 向微信查询当前分阶段发布详情（GET /wxa/getgrayreleaseplan）。',
    after:
      '凭证取自以下环境变量，按顺序以第一个已设置的为准：\n' +
      '  WX_ACCESS_TOKEN            接口调用凭证 access_token\n' +
      '  WX_CLOUDBASE_ACCESS_TOKEN  云开发凭证 cloudbase_access_token\n' +
      '  WX_APPID、WX_APPSECRET     用来获取凭证\n' +
      '  WX_APPID、WX_COMPONENT_APPID、WX_COMPONENT_APPSECRET、WX_COMPONENT_VERIFY_TICKET、WX_AUTHORIZER_REFRESH_TOKEN\n' +
      '                             用来以第三方平台的身份获取凭证\n\n' +
      'WX_API_BASE_URL 的作用同 --base-url，后者优先。\n\n' +
      'GRAY_RELEASE_NOTIFY 是供 --notify 使用的群机器人 Webhook 地址，以空格、换行或逗号分隔：企业微信、飞书、Lark、钉钉，或任意 https 地址；签名密钥写在地址的 # 之后。\n\n' +
      'HTTPS_PROXY、HTTP_PROXY、NO_PROXY 仅在设置了 NODE_USE_ENV_PROXY=1 时有效，需要 Node.js 22.21 起的 22.x，或 24.5 及更高版本。\n\n' +
      '凭证不能写在命令行参数里：本机上的所有人都能看到。',
    stdin: '从标准输入读取 access_token（优先于环境变量）',
    cloudrun: '使用所在的微信云托管容器的凭证（优先于环境变量）',
    baseUrl: '微信接口的地址（默认 https://api.weixin.qq.com）',
    watch: '反复查询，直到发布执行完毕（退出码 0）或已取消（退出码 1）',
    interval: '--watch 两次查询的间隔秒数，1 到 86400（默认 60）',
    until: '发布比例达到该百分比（0 到 100）或执行完毕时，--watch 以退出码 0 结束',
    timeout: '超过该秒数时，--watch 以退出码 1 结束',
    createdAfter: '忽略在该时间或之前创建的发布，继续等待；ISO 时间或 Unix 秒',
    notify: '把发生的变化通知 GRAY_RELEASE_NOTIFY 中的群机器人；需与 --watch 或 --state 同时使用',
    state: '把查询到的状态保存在该目录中，下次运行从那里继续',
    name: '消息中使用的账号名称（或 GRAY_RELEASE_NAME）',
    wrongBaseUrl: (option) =>
      `${option} 应为 https 地址（不含用户名、查询参数和片段），或本机上的 http 地址。`,
    wrongInterval: (given) =>
      `--interval 应为 1 到 86400 之间的秒数，而不是 '${given}'。\n仅当接口地址在本机上时（如本地网关），才可以小于 1。`,
    noWatch: '--interval 只在使用 --watch 时有效。',
    needsWatch: (option) => `${option} 需与 --watch 同时使用。`,
    notifyAlone: '--notify 需与 --watch 同时使用；每次只查询一次时需与 --state 同时使用。',
    wrongUntil: (given) => `--until 应为 0 到 100 之间的百分比数值，而不是 '${given}'。`,
    wrongTimeout: (given) => `--timeout 应为大于 0、不超过 2000000 的秒数，而不是 '${given}'。`,
    wrongCreatedAfter: (given) =>
      `--created-after 应为 ISO 时间或 Unix 秒，不早于 2017 年，而不是 '${given}'。\n例如 2026-11-03T10:40:00+08:00，或 date +%s 的输出。`,
    wrongState: (folder, reason) => `${folder}：${reason}。请把 --state 设为可写的目录。`,
    noChannel:
      '--notify 需要环境变量 GRAY_RELEASE_NOTIFY，但它未设置或内容为空。\n请填写群机器人的 Webhook 地址，多个地址以空格、换行或逗号分隔。',
    wrongChannel: (position) =>
      `GRAY_RELEASE_NOTIFY 中的第 ${position} 个地址不是有效的 Webhook 地址：应为 https 地址（只有本机可用 http），不含用户名；如有前缀，只能是 wecom+、feishu+、dingtalk+ 或 webhook+。`,
    noCredential:
      '没有凭证。请设置 WX_ACCESS_TOKEN、WX_CLOUDBASE_ACCESS_TOKEN，或同时设置 WX_APPID 与 WX_APPSECRET，也可以用 --access-token-stdin 从标准输入传入；在微信云托管的容器内请用 --cloudrun。',
    twoCredentials: '--cloudrun 不需要凭证，不能与 --access-token-stdin 同时使用。',
    missingVariables: (given, missing) =>
      `缺少 ${missing}，它须与 ${given} 同时设置。请补充，或设置 WX_ACCESS_TOKEN。`,
    newRefreshToken: '微信为该账号返回了新的刷新令牌，命令结束后即丢失。请用 --state 目录 保存。',
    emptyVariables: (names) =>
      `没有凭证。以下环境变量已设置，但内容为空：${names}\n常见原因是 CI 没有传入该密钥。请填写，或改用其他凭证。`,
    notAToken: (name, given) =>
      `${name} 的值是 '${given}'，不是凭证。\n生成该环境变量的地方缺少了取值，请检查。`,
    noToken: '标准输入中没有凭证。',
    oddToken: '标准输入中的内容不是凭证：请只传入凭证本身，不含空格。',
    pasteToken: '请粘贴 access_token 并按回车（输入的内容不会显示）：',
    ignored: (used, ignored) => `使用 ${used}，忽略 ${ignored}。`,
    checking: (seconds) => `每 ${seconds} 秒查询一次，按 Ctrl-C 结束。`,
    checkedAt: (error, time) => `${error}（查询于 ${time}）`,
    deleted: '该发布已取消（状态：已删除）。',
    vanished: '此前有进行中的发布：它可能已全量发布，也可能已取消。',
    waiting: (time) => `等待 ${time} 之后创建的发布。`,
    timedOut: (seconds, percent) =>
      `等待超过 ${seconds} 秒（--timeout），仍没有达到 ${percent}% 的发布。`,
    timedOutUnstarted: (seconds) => `等待超过 ${seconds} 秒（--timeout），发布仍未开始。`,
    notNotified: (channel, host, reason) => `未能通知 ${channel}（${host}）：${reason}`,
    notifyingAgain: (seconds) => `还有消息未送达，${seconds} 秒后重试。`,
    proxy: (variable) =>
      `设置了 ${variable}，但 Node.js 仅在设置了 NODE_USE_ENV_PROXY=1 时才走代理，需要 22.21 起的 22.x，或 24.5 及更高版本。更早的版本请在无需代理的网络中运行。`,
  },
  json: {
    notJson: (line, column) => `不是有效的 JSON，见第 ${line} 行第 ${column} 列。`,
    empty: '内容为空，不是有效的 JSON。',
    comment: (line) => `不是有效的 JSON：第 ${line} 行有注释，JSON 不允许注释。`,
    comma: (line) => `不是有效的 JSON：第 ${line} 行多了一个逗号。`,
    fullWidth: (character, line) => `不是有效的 JSON：第 ${line} 行有全角字符「${character}」。`,
    conflict: (line) => `不是有效的 JSON：第 ${line} 行有未解决的合并冲突。`,
    tooDeep: '数组和对象的嵌套层数过多。',
  },
  init: {
    about: '把现成的云函数复制到项目中，目录名为 getGrayReleasePlan/。',
    root: '云函数根目录；不指定时取当前目录中项目的 cloudfunctionRoot',
    watch: '同时复制 watchGrayRelease/，它会把发布的变化通知团队',
    force: '整体替换已有的同名目录',
    noRoot: (example) =>
      `当前目录没有 project.config.json。\n请在小程序项目目录中运行，${orName(example)}`,
    notHere: (place, folders, example) =>
      `当前目录没有 ${place}，它在 ${folders}\n请在该目录中运行，${orName(example)}`,
    rootElsewhere: (place, folders, example) =>
      `当前目录中的项目没有 cloudfunctionRoot，但 ${folders} 中的 ${place} 有。\n请在该目录中运行，${orName(example)}`,
    noRootInProject: (place, line, example) =>
      `${place} 中没有指向项目内的 cloudfunctionRoot。\n请添加 ${line}，${orName(example)}`,
    functionsIn: (folders) => `${folders} 中有云函数。`,
    copied: 'uni-app 每次构建都会复制 static/，其中的云函数也在内。',
    builtHere: (folder, example) =>
      `这里是构建产物目录，其项目在 ${folder}\n请在该目录中运行，${orName(example)}`,
    unreadable: (name, reason) => `无法读取 ${name}：${reason}`,
    mend: (fault) => `${fault}\n请修正该文件，${orName('cloudfunctions')}`,
    notAFolder: (path) => `${path} 不是目录。`,
    exists: (paths) => `${paths} 已存在，未做任何改动。\n如需整体替换，请加 --force。`,
    failed: (path, reason) => `未能创建 ${path}：${reason}`,
    notReplaced: (path, reason) => `未能替换 ${path}，未做任何改动：${reason}`,
    leftAside: (path, reason, aside) => `未能完整替换 ${path}：${reason}\n原有内容位于 ${aside}`,
    created: (path) => `已创建 ${path}`,
    replaced: (path) => `已替换 ${path}`,
    next: '请用微信开发者工具上传；权限约 10 分钟内生效。',
    call: (name) => `然后在页面中调用：wx.cloud.callFunction({ name: '${name}' })`,
    callers:
      '以下调用者会得到结果：开发者工具中的页面、用开发者工具上传的定时触发器、微信的 HTTP API，以及 OPENID 列在该云函数环境变量 GRAY_RELEASE_ALLOWED_OPENIDS 中的用户。',
    watchNext:
      'watchGrayRelease 还需上传触发器：右键其 config.json，选择「上传触发器」。将其环境变量 GRAY_RELEASE_NOTIFY 设为群机器人的 Webhook 地址，并把超时时间设为 20 秒。页面的用户只能取得它的发布历史。',
    leftAsItIs: (path) => `${path} 已存在，保持原样；如需替换请加 --force。`,
    rootMade: (root) => `${root} 原先不存在，已一并创建。`,
    buildOutput: (folder) =>
      `${folder} 像是构建产物目录，每次构建都会清空。\n请把云函数放在源码目录中，由构建过程复制过去。`,
    notInside: (project, root = '') =>
      `开发者工具只能上传项目内子目录中的云函数，项目位于 ${project}` +
      (root && `\n它的云函数目录是 ${root}：请在项目目录中运行 init，不带参数。`),
    otherRoot: (place, root, line) =>
      `${place} 中的 cloudfunctionRoot 是 ${root}，开发者工具不会显示这里的云函数。\n如要使用这里，请改为：${line}`,
    noRootSet: (place, line) =>
      `${place} 中没有 cloudfunctionRoot，开发者工具不会提供上传功能。\n请加入这一行：${line}`,
    dropped: (place, written, root) =>
      `${place} 中写的是 "${written}"，但开发者工具会去掉 '../'，只在项目内查找：${root === '' ? '相当于没有指定目录' : `实际读取 ${root}`}。`,
    copies: 'uni-app 构建时只会自动复制 static/，请让构建过程也复制该目录。',
    uniCloud: (folder) => `${folder} 属于 uniCloud，其中的云函数是另一种，开发者工具不会上传。`,
  },
  grant: {
    about: '在你自己的云函数的 config.json 中加入权限 operation.getGrayReleasePlan。',
    folder: '云函数目录',
    notAFolder: (path) =>
      `${path} 不存在，或不是目录。请指定云函数目录，即其 index.js 所在的目录。`,
    notAFunction: (path, functions) =>
      `${path} 不是云函数目录，微信不会读取其中的 config.json，未做任何改动。\n` +
      (functions === '' ? '请指定 index.js 所在的目录。' : `请指定其中之一：${functions}`),
    noFile: (path) => `${path} 不是普通文件，未做任何改动。`,
    rejected: (path, reason) => `${path} 不符合微信文档的规定，未做任何改动：\n${reason}`,
    failed: (path, reason) => `未能修改 ${path}：${reason}`,
    changed: (path) => `${path} 刚刚被其他程序或用户修改，已保持原样，请重试。`,
    deadLink: (path) => `${path} 是符号链接，其指向的目录不存在，未做任何改动。`,
    notUtf8: '文件不是 UTF-8 编码。',
    notAnObject: '最外层应为对象 { … }。',
    permissionsNotAnObject: 'permissions 应为对象 { … }。',
    openapiNotAList: 'permissions.openapi 应为字符串数组。',
    triggersNotAList: 'triggers 应为数组。',
    twice: (key) => `${key} 出现了两次。`,
    granted: (path) => `已在 ${path} 中加入 operation.getGrayReleasePlan`,
    made: (path) => `已创建 ${path}，其中包含 operation.getGrayReleasePlan`,
    noFunction: (path) =>
      `${path} 中没有发现云函数：没有 index.js。\n微信只读取云函数自己目录中的 config.json。`,
    prefixed: (entry) =>
      `permissions.openapi 中的 '${entry}' 不是有效的权限名：请去掉开头的 openapi.`,
    unread: (key, meant) => `微信不读取 config.json 中的 '${key}'，正确的名称是 '${meant}'。`,
    already: (path) => `${path} 中已有 operation.getGrayReleasePlan，未做任何改动。`,
    next: '请用微信开发者工具上传该云函数，约 10 分钟后权限生效。',
  },
}
