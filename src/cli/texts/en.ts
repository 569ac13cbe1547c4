const orName = (example: string) => `or name the folder of the cloud functions: 'init ${example}'.`

/** Every text that the command shows, in English. Its type is what other languages have to have. */
export const en = {
  locale: 'en-GB',
  help: {
    about:
      'Check the staged release (分阶段发布) of a WeChat mini program, and set up cloud functions that do.',
    more: "Run 'wx-gray-release-plan help COMMAND' for more about a command.",
    help: 'show this help',
    version: 'show the version',
    lang: 'language of the output, zh or en',
    json: 'print only the result, as JSON on one line',
    helpCommand: 'Show the help of a command.',
    /** What commander writes in English. */
    titles: {} as { readonly [title: string]: string },
    statuses:
      'Exit status: 0 success, 1 error or failure, 2 incorrect usage, 130 or 143 terminated by a signal, 141 output pipe closed.\n' +
      'Output is in Chinese if --lang, LC_ALL, LC_MESSAGES, LANG or the system language is zh. NO_COLOR turns colour off.',
  },
  usage: {
    error: 'error: ',
    note: 'note: ',
    unknownOption: (option: string) => `unknown option '${option}'`,
    unknownCommand: (command: string) => `unknown command '${command}'`,
    missingArgument: (argument: string) => `missing required argument '${argument}'`,
    missingValue: (option: string) => `option '${option}' needs a value`,
    noValue: (option: string) => `option '${option}' takes no value`,
    tooManyArguments: 'too many arguments',
    wrongLanguage: "option '--lang' must be zh or en",
    meant: (names: string) => `Did you mean ${names}?`,
    seeHelp: (command: string) => `See '${command} --help'.`,
  },
  plan: {
    status: {
      initial: 'Not started',
      running: 'Running',
      paused: 'Paused',
      completed: 'Completed',
      deleted: 'Deleted',
    },
    later: (code: number) => `Unknown (status ${code})`,
    created: 'Created',
    finish: 'Expected finish',
    everyone: 'To everyone by',
    asOf: 'As of',
    unknownTime: 'unknown',
    time: (time: string, distance: string) => `${time} (${distance})`,
    none: 'No staged release in progress',
    membersOnly: ' (members only)',
    first: 'Priority',
    projectMembers: 'project members first',
    trialMembers: 'trial members first',
    and: ', ',
  },
  error: {
    message: 'Error',
    hint: 'Hint',
    rid: 'Request ID',
    attempts: 'Attempts',
    field: 'Field',
    title: (kind: string, errCode: number) => `${kind} (${errCode})`,
    colon: ': ',
    retryable: (attempts: number) => `${attempts} (retrying may help)`,
    final: (attempts: number) => `${attempts} (retrying will not help)`,
  },
  failure: {
    unexpected: (message: string) => `unexpected: ${message}`,
    /** What the codes of Node.js mean. */
    codes: {
      EACCES: 'permission denied',
      EPERM: 'not permitted',
      EROFS: 'the file system is read-only',
      ENOENT: 'no such file or folder',
      ENOTDIR: 'a file is in the way of a folder',
      EISDIR: 'a folder is in the way of a file',
      ENOTEMPTY: 'the folder is not empty',
      EEXIST: 'something with that name already exists',
      ENOSPC: 'no space left on the disk',
      EDQUOT: 'the disk quota is used up',
      EFBIG: 'the limit for the size of a file is reached',
      ELOOP: 'symbolic links lead in a circle',
      ENAMETOOLONG: 'the name is too long',
      // What the file system of Node.js says about a null character, and about nothing else.
      ERR_INVALID_ARG_VALUE: 'the name contains a null character',
    } as { readonly [code: string]: string },
    currentFolder: (reason: string) =>
      `the current folder can't be used: ${reason}\nIt may have been removed: go to another one.`,
    output: (reason: string) => `the output could not be written: ${reason}`,
    emptyName: "the name of the folder is empty. Name it, or use '.' for the current one.",
    notBuilt: (path: string) =>
      `${path} is missing.\nBuild it with 'npm run build', or install the package again.`,
  },
  dev: {
    about:
      'Run a ready-made cloud function through the real wx-server-sdk against a local gateway, without a WeChat account.',
    function:
      'getGrayReleasePlan (default), or watchGrayRelease, which simulates a whole release and shows the messages a team would get',
    scenario: "what WeChat replies, see below (default 'running')",
    source: "last hop of the call, such as wx_client or wx_trigger (default 'wx_devtools')",
    openid: 'OPENID of the caller',
    scenarios: 'Scenarios:',
    notAFunction: (name: string) =>
      `'${name}' is a scenario, not a function.\nUse --scenario ${name}, or with npm: npm start -- --scenario ${name}`,
    unknownFunction: (name: string, known: string) =>
      `there is no ready-made function '${name}'.\nThere are: ${known}`,
    unknownScenario: (name: string, known: string) =>
      `there is no scenario '${name}'.\nThere are: ${known}`,
    shownScenario: 'Scenario',
    shownCaller: 'Caller',
    shownRequest: 'Request',
    shownLog: 'Log',
    none: 'none',
    simulating: (days: number) =>
      `watchGrayRelease checks a simulated release of ${days} days, once a day. Messages sent to the group:`,
    history: (timeZone: string) => `History, as returned to a page (times in ${timeZone})`,
    noHistory: 'No history yet',
    skipped: 'Not checked: there was no time left',
    crashed: (message: string) => `the function ended without a result: ${message}`,
  },
  status: {
    about:
      "Query the staged release in progress from WeChat over HTTPS ('GET /wxa/getgrayreleaseplan').",
    after:
      'Credential, from the first of these variables that is set:\n' +
      '  WX_ACCESS_TOKEN            an access_token\n' +
      '  WX_CLOUDBASE_ACCESS_TOKEN  a cloudbase_access_token\n' +
      '  WX_APPID, WX_APPSECRET     to request a token\n' +
      '  WX_APPID, WX_COMPONENT_APPID, WX_COMPONENT_APPSECRET, WX_COMPONENT_VERIFY_TICKET, WX_AUTHORIZER_REFRESH_TOKEN\n' +
      '                             to request a token as a third-party platform\n\n' +
      'WX_API_BASE_URL does the same as --base-url, which takes precedence.\n\n' +
      'GRAY_RELEASE_NOTIFY holds the URLs of group bots for --notify, separated by spaces, line breaks or commas: WeCom, Feishu, Lark, DingTalk, or any https URL. A signing secret follows the # of its URL.\n\n' +
      'HTTPS_PROXY, HTTP_PROXY and NO_PROXY are used only with NODE_USE_ENV_PROXY=1, on Node.js 22.21, or 24.5 and later.\n\n' +
      'A token is never an argument: everyone on the machine could read it.',
    stdin: 'read an access_token from stdin (overrides the environment)',
    cloudrun:
      'use the token of the WeChat CloudRun container this runs in (overrides the environment)',
    baseUrl: "where WeChat's API is (default https://api.weixin.qq.com)",
    watch:
      'keep checking until the release is completed (exit status 0) or deleted (exit status 1)',
    interval: 'time between two checks of --watch, from 1 to 86400 (default 60)',
    until:
      'stop --watch with status 0 once the release reaches this percentage (0 to 100) or completes',
    timeout: 'stop --watch with status 1 after this many seconds',
    createdAfter:
      'ignore releases created at or before this time and keep waiting; ISO time or Unix seconds',
    notify:
      'notify the group bots in GRAY_RELEASE_NOTIFY of what happened; requires --watch or --state',
    state: 'keep what was seen in this folder, so that the next run goes on from there',
    name: 'name of the account in messages (or GRAY_RELEASE_NAME)',
    wrongBaseUrl: (option: string) =>
      `${option} must be an https URL without user name, query and fragment, or http on this machine.`,
    wrongInterval: (given: string) =>
      `--interval takes a number of seconds from 1 to 86400, not '${given}'.\nLess than 1 is only for an API on this machine, such as the local gateway.`,
    noWatch: '--interval has no effect without --watch.',
    needsWatch: (option: string) => `${option} requires --watch.`,
    notifyAlone: '--notify requires --watch, or --state for one check at a time.',
    wrongUntil: (given: string) => `--until takes a percentage from 0 to 100, not '${given}'.`,
    wrongTimeout: (given: string) =>
      `--timeout takes a number of seconds, more than 0 and up to 2000000, not '${given}'.`,
    wrongCreatedAfter: (given: string) =>
      `--created-after takes an ISO time or Unix seconds, from 2017 on, not '${given}'.\n` +
      'For example 2026-11-03T10:40:00+08:00, or the output of `date +%s`.',
    wrongState: (folder: string, reason: string) =>
      `${folder}: ${reason}. Give --state a folder that you can write to.`,
    noChannel:
      '--notify needs GRAY_RELEASE_NOTIFY, which is not set or is empty.\nSet it to the URLs of your group bots, separated by spaces, line breaks or commas.',
    wrongChannel: (position: number) =>
      `URL ${position} in GRAY_RELEASE_NOTIFY isn't a valid bot URL. It must be https (http on this machine only), ` +
      'without a user name; a prefix, if any, must be wecom+, feishu+, dingtalk+ or webhook+.',
    noCredential:
      'no credential. Set WX_ACCESS_TOKEN, WX_CLOUDBASE_ACCESS_TOKEN, or WX_APPID with WX_APPSECRET, give a token on standard input with --access-token-stdin, or use --cloudrun inside a container of WeChat CloudRun.',
    twoCredentials: '--cloudrun needs no token: leave out --access-token-stdin, or --cloudrun.',
    missingVariables: (given: string, missing: string) =>
      `missing ${missing}, which is needed with ${given}. Set it, or WX_ACCESS_TOKEN.`,
    newRefreshToken:
      'WeChat sent a new refresh token for the account, which is lost when this command ends. Use --state FOLDER to keep it.',
    emptyVariables: (names: string) =>
      `no credential. Set, but empty: ${names}.\nThis often means that CI didn't pass the secret on. Set it, or use another credential.`,
    notAToken: (name: string, given: string) =>
      `${name} is set to '${given}', which is not a token.\nCheck where the variable is set: a value is probably missing there.`,
    noToken: 'there is no token on standard input.',
    oddToken: 'standard input is not a token: pass it alone, without spaces.',
    pasteToken: 'Paste the access token and press Enter (what you type is not shown):',
    ignored: (used: string, ignored: string) => `using ${used}, ignoring ${ignored}.`,
    checking: (seconds: number) =>
      `Checking every ${seconds} ${seconds === 1 ? 'second' : 'seconds'}; press Ctrl-C to stop.`,
    checkedAt: (error: string, time: string) => `${error} (checked ${time})`,
    deleted: 'The release was deleted.',
    vanished: 'It was in progress before: it has either completed or been cancelled.',
    waiting: (time: string) => `Waiting for a release created after ${time}.`,
    timedOut: (seconds: number, percent: number) =>
      `timed out after ${seconds} s (--timeout) waiting for a release to reach ${percent}%.`,
    timedOutUnstarted: (seconds: number) =>
      `timed out after ${seconds} s (--timeout) waiting for a release to start.`,
    notNotified: (channel: string, host: string, reason: string) =>
      `${channel} at ${host} was not notified: ${reason}`,
    notifyingAgain: (seconds: number) =>
      `Not everyone has been notified yet; trying again in ${seconds} s.`,
    proxy: (variable: string) =>
      `${variable} is set, but Node.js uses a proxy only with NODE_USE_ENV_PROXY=1, on 22.21, or 24.5 and later. With an older one, run this in a network that needs no proxy.`,
  },
  json: {
    notJson: (line: number, column: number) =>
      `it is not valid JSON, see line ${line}, column ${column}.`,
    empty: 'it is empty, which is not valid JSON.',
    comment: (line: number) =>
      `it is not valid JSON: a comment begins on line ${line}, which JSON doesn't allow.`,
    comma: (line: number) => `it is not valid JSON: extra comma on line ${line}.`,
    fullWidth: (character: string, line: number) =>
      `it is not valid JSON: full-width '${character}' on line ${line}.`,
    conflict: (line: number) => `it is not valid JSON: unresolved merge conflict on line ${line}.`,
    tooDeep: 'its arrays and objects are nested too deeply.',
  },
  init: {
    about: 'Copy the ready-made cloud function into a project, as getGrayReleasePlan/.',
    root: "folder of the cloud functions; default: 'cloudfunctionRoot' of the project in the current folder",
    watch: 'also copy watchGrayRelease/, which notifies a team of changes',
    force: 'replace what already exists, as a whole',
    noRoot: (example: string) =>
      `there is no project.config.json here.\nRun this in the folder of the mini program, ${orName(example)}`,
    notHere: (place: string, folders: string, example: string) =>
      `${place} is not here but in ${folders}\nRun this there, ${orName(example)}`,
    rootElsewhere: (place: string, folders: string, example: string) =>
      `the project here doesn't set 'cloudfunctionRoot', but ${place} does in ${folders}\nRun this there, ${orName(example)}`,
    noRootInProject: (place: string, line: string, example: string) =>
      `${place} doesn't set a 'cloudfunctionRoot' within the project.\nAdd ${line}, or name the folder: 'init ${example}'.`,
    functionsIn: (folders: string) => `There are cloud functions in ${folders}.`,
    copied: 'uni-app copies static/ at each build, and the functions in it.',
    builtHere: (folder: string, example: string) =>
      `this is the output of a build. Its project is in ${folder}\nRun this there, ${orName(example)}`,
    unreadable: (name: string, reason: string) => `${name} could not be read: ${reason}`,
    mend: (fault: string) => `${fault}\nFix it, ${orName('cloudfunctions')}`,
    notAFolder: (path: string) => `${path} is not a folder.`,
    exists: (paths: string, count: number) =>
      `${paths} already ${count === 1 ? 'exists' : 'exist'}; nothing was changed.\nUse --force to replace ${count === 1 ? 'it' : 'them'}.`,
    failed: (path: string, reason: string) => `${path} was not created: ${reason}`,
    notReplaced: (path: string, reason: string) =>
      `${path} was not replaced; nothing was changed: ${reason}`,
    leftAside: (path: string, reason: string, aside: string) =>
      `${path} was not replaced properly: ${reason}\nWhat was there before is at ${aside}`,
    created: (path: string) => `Created ${path}`,
    replaced: (path: string) => `Replaced ${path}`,
    next: 'Upload it with WeChat DevTools; its permission takes effect within about 10 minutes.',
    call: (name: string) => `Then call it from a page: wx.cloud.callFunction({ name: '${name}' })`,
    callers:
      "It answers pages in DevTools, timers uploaded with DevTools, WeChat's HTTP API, and users whose OPENID is listed in the function's environment variable GRAY_RELEASE_ALLOWED_OPENIDS.",
    watchNext:
      'For watchGrayRelease, also upload the trigger: right-click its config.json and choose 上传触发器.\n' +
      'Then set its environment variable GRAY_RELEASE_NOTIFY to the URLs of your group bots, and its timeout to 20 s. Users of a page get only its history.',
    leftAsItIs: (path: string) =>
      `${path} already exists and was left as it is; --force replaces it.`,
    rootMade: (root: string) => `${root} did not exist and was created too.`,
    buildOutput: (folder: string) =>
      `${folder} looks like build output, which is emptied at each build.\nKeep the function among the sources, and let the build copy it.`,
    notInside: (project: string, root = '') =>
      `DevTools only uploads functions from a folder inside the project, which is ${project}` +
      (root && `\nIts cloud functions are in ${root}: run 'init' in the project without a folder.`),
    otherRoot: (place: string, root: string, line: string) =>
      `'cloudfunctionRoot' in ${place} is ${root}, so DevTools won't show this folder.\nTo use it, write: ${line}`,
    noRootSet: (place: string, line: string) =>
      `${place} doesn't set 'cloudfunctionRoot', so DevTools won't offer to upload.\nAdd this line: ${line}`,
    dropped: (place: string, written: string, root: string) =>
      `${place} says "${written}", but DevTools drops '../' and stays inside the project: ${root === '' ? 'no folder is left' : `it reads ${root}`}.`,
    copies: 'builds of uni-app only copy static/ on their own: let yours copy this folder too.',
    uniCloud: (folder: string) =>
      `${folder} belongs to uniCloud: its functions are of another kind, which DevTools doesn't upload.`,
  },
  grant: {
    about:
      "Add the permission 'operation.getGrayReleasePlan' to the config.json of a cloud function of your own.",
    folder: 'folder of the cloud function',
    notAFolder: (path: string) =>
      `${path} is not a folder. Name the folder of the cloud function, where its index.js is.`,
    notAFunction: (path: string, functions: string) =>
      `${path} is not the folder of a cloud function; WeChat reads config.json nowhere else.\n` +
      (functions === '' ? 'Name the one where index.js is.' : `Name one of these: ${functions}`),
    noFile: (path: string) => `${path} is not a plain file; nothing was changed.`,
    rejected: (path: string, reason: string) =>
      `${path} is not what WeChat documents; nothing was changed:\n${reason}`,
    failed: (path: string, reason: string) => `${path} was not changed: ${reason}`,
    changed: (path: string) =>
      `${path} was changed by another program in the meantime and left as it is. Try again.`,
    deadLink: (path: string) =>
      `${path} is a symbolic link into a folder that does not exist; nothing was changed.`,
    notUtf8: 'it is not written in UTF-8.',
    notAnObject: 'its top level must be an object, { … }.',
    permissionsNotAnObject: "'permissions' must be an object, { … }.",
    openapiNotAList: "'permissions.openapi' must be an array of strings.",
    triggersNotAList: "'triggers' must be an array.",
    twice: (key: string) => `'${key}' is there twice.`,
    granted: (path: string) => `Added operation.getGrayReleasePlan to ${path}`,
    made: (path: string) => `Created ${path} with operation.getGrayReleasePlan`,
    noFunction: (path: string) =>
      `there is no cloud function in ${path}: it has no index.js.\nWeChat reads config.json only in a function's own folder.`,
    prefixed: (entry: string) =>
      `'${entry}' in permissions.openapi is not a permission: remove 'openapi.' from its start.`,
    unread: (key: string, meant: string) =>
      `WeChat does not read '${key}' in config.json: its name is '${meant}'.`,
    already: (path: string) =>
      `${path} already has operation.getGrayReleasePlan; nothing was changed.`,
    next: 'Upload the function with WeChat DevTools and wait about 10 minutes.',
  },
}

/** Every text of the command. */
export type Texts = typeof en
