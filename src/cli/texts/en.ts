/** Every text that the command shows, in English. Its type is what other languages have to have. */
export const en = {
  locale: 'en-GB',
  help: {
    about:
      'Query the staged release (分阶段发布) of a WeChat mini program, and set up the cloud function that does.',
    more: "'wx-gray-release-plan help COMMAND' tells more about a command.",
    help: 'show this help',
    version: 'show the version',
    lang: 'language of the command, zh or en',
    helpCommand: 'show the help of a command',
    /** Headings of commander, which writes them in English. */
    titles: {} as { readonly [title: string]: string },
    statuses:
      'Exit status: 0 all is well, 1 an error result or a failure, 2 wrong usage,\n' +
      '130 or 143 ended by a signal, 141 ended since nobody reads on.\n' +
      'Speaks Chinese if --lang, LC_ALL, LC_MESSAGES, LANG or the system says zh; no colour if NO_COLOR is set.',
  },
  usage: {
    error: 'error: ',
    reasons: {
      'commander.unknownOption': (quoted: string) => `unknown option '${quoted}'`,
      'commander.unknownCommand': (quoted: string) => `unknown command '${quoted}'`,
      'commander.missingArgument': (quoted: string) => `missing required argument '${quoted}'`,
      'commander.optionMissingArgument': (quoted: string) => `option '${quoted}' argument missing`,
      'commander.excessArguments': () => 'too many arguments',
      'commander.invalidArgument': (quoted: string) => `option '${quoted}' must be zh or en`,
    },
    noValue: (option: string) => `option '${option}' takes no value`,
    suggestion: (meant: string) => ` (did you mean '${meant.replaceAll(', ', "' or '")}'?)`,
    seeHelp: (command: string) => `See '${command} --help'.`,
  },
  plan: {
    status: {
      initial: 'Initial (not begun)',
      running: 'Running',
      paused: 'Paused',
      completed: 'Completed',
      deleted: 'Deleted',
      unknown: 'Unknown',
    },
    later: (code: number) => `Unknown (status ${code})`,
    created: 'Created',
    finish: 'Expected finish',
    asOf: 'As of',
    unknownTime: 'unknown',
    none: 'No staged release under way',
    first: 'First',
    projectMembers: 'project members first',
    trialMembers: 'trial members first',
    and: ', ',
  },
  error: {
    words: 'Message',
    hint: 'Hint',
    rid: 'Request id',
    attempts: 'Attempts',
    field: 'Field',
    retryable: 'the same call may succeed within seconds',
    final: 'the same call will fail again',
  },
  failure: {
    unexpected: (words: string) => `unexpected: ${words}`,
    codes: {
      EACCES: 'permission denied',
      EPERM: 'not permitted',
      EROFS: 'the file system is read-only',
      ENOENT: 'no such file or folder',
      ENOTDIR: 'a file is in the way of a folder',
      EISDIR: 'a folder is in the way of a file',
      ENOTEMPTY: 'the folder is not empty',
      EEXIST: 'something of that name exists already',
      ENOSPC: 'no space left on the disk',
      EDQUOT: 'the disk quota is used up',
      EFBIG: 'the limit for the size of a file is reached',
      ELOOP: 'symbolic links lead in a circle',
      ENAMETOOLONG: 'the name is too long',
      // What the file system of Node.js says of a null character, and of nothing else.
      ERR_INVALID_ARG_VALUE: 'the name holds a null character',
    } as { readonly [code: string]: string },
    currentFolder: (reason: string) =>
      `error: the current folder can't be used: ${reason}\nIt may have been removed: go to another one.`,
    output: (reason: string) => `error: the output could not be written: ${reason}`,
  },
  dev: {
    about:
      'Run a ready-made cloud function through the real wx-server-sdk against a local gateway, with no WeChat account.',
    function:
      'getGrayReleasePlan (default), or watchGrayRelease: plays a release from start to finish, with what a team is told',
    scenario: "what WeChat answers, see below (default 'running')",
    source: "last hop of the call, such as wx_client or wx_trigger (default 'wx_devtools')",
    openid: 'OPENID of the caller',
    json: 'print the result alone, as JSON in one line',
    scenarios: 'Scenarios:',
    unknownFunction: (name: string, known: string) =>
      `error: no ready-made function is called '${name}'.\nThere are: ${known}`,
    unknownScenario: (name: string, known: string) =>
      `error: no scenario is called '${name}'.\nThere are: ${known}`,
    shownScenario: 'Scenario',
    shownCaller: 'Caller',
    shownRequest: 'Request',
    noRequest: 'none reached the gateway',
    shownLog: 'Log',
    noLog: 'none',
    playing: (seconds: number, every: number) =>
      `watchGrayRelease looks every ${every} s at a release that takes ${seconds} s. A group robot reads:`,
    history: 'The history, as a page gets it',
    noHistory: 'No history yet',
    notBuilt: (path: string) =>
      `error: ${path} is missing.\nBuild it with 'npm run build', or install the package again.`,
    crashed: (words: string) => `error: the function ended without a result: ${words}`,
  },
  status: {
    about:
      "Ask WeChat over HTTPS for the staged release under way ('GET /wxa/getgrayreleaseplan').",
    after:
      'Credential, from the first of these variables that is set:\n' +
      '  WX_ACCESS_TOKEN                an access_token\n' +
      '  WX_CLOUDBASE_ACCESS_TOKEN      a cloudbase_access_token\n' +
      '  WX_APPID and WX_APPSECRET      fetch a token of their own\n\n' +
      'WX_API_BASE_URL does the same as --base-url, which wins.\n\n' +
      'GRAY_RELEASE_NOTIFY holds the URLs of group robots for --notify, separated by blanks or commas:\n' +
      'WeCom, Feishu, Lark, DingTalk, or any https URL; a signing secret follows the # of its URL.\n\n' +
      'HTTPS_PROXY, HTTP_PROXY and NO_PROXY count only if NODE_USE_ENV_PROXY=1 is set too, on Node.js 22.21 or\n' +
      '24.0 and later.\n\n' +
      'A token is never an argument: everyone on the machine could read it.',
    stdin: 'read an access_token from standard input; it wins over the environment',
    cloudrun:
      'ask as the container of WeChat CloudRun in which this runs, with no token of yours; it wins over the environment',
    baseUrl: "where WeChat's API is (default https://api.weixin.qq.com)",
    json: 'print the result alone, as JSON in one line',
    watch:
      'ask again and again, until the release is completed (exit status 0) or deleted (exit status 1)',
    interval: 'time between two questions of --watch, at least 1 (default 60)',
    until: 'end --watch with 0 once the release has this share, 0 to 100, or is completed',
    timeout: 'end --watch with 1 after this time',
    createdAfter:
      'a release that is no newer counts as not begun, and --watch waits: an ISO time, or Unix seconds',
    notify: 'tell the group robots of GRAY_RELEASE_NOTIFY what --watch sees happen',
    wrongBaseUrl: (option: string) =>
      `error: ${option} must be an https URL without user name, query and fragment, or http on this machine.`,
    wrongInterval: (given: string) =>
      `error: --interval takes a number of seconds from 1 to 86400, not '${given}'.\n` +
      'Less than 1 is only for an API on this machine, as the local gateway is.',
    noWatch: 'note: --interval does nothing without --watch.',
    needsWatch: (option: string) => `error: ${option} needs --watch, which waits: add it.`,
    wrongUntil: (given: string) =>
      `error: --until takes a percentage from 0 to 100, not '${given}'.`,
    wrongTimeout: (given: string) =>
      `error: --timeout takes a number of seconds, more than 0 and up to 2000000, not '${given}'.`,
    wrongCreatedAfter: (given: string) =>
      `error: --created-after takes an ISO time or Unix seconds, not '${given}'.\n` +
      'Such as 2026-11-03T10:40:00+08:00, or what `date +%s` prints.',
    noChannel:
      'error: --notify needs GRAY_RELEASE_NOTIFY, which is not set, or empty.\n' +
      'Set it to the URLs of your group robots, separated by blanks or commas.',
    wrongChannel: (position: number) =>
      `error: URL ${position} in GRAY_RELEASE_NOTIFY is none of a robot. It must be https (http on this machine),\n` +
      'with no user name, and its prefix, if it has one, be wecom+, feishu+, dingtalk+ or webhook+.',
    noCredential:
      'error: no credential. Set WX_ACCESS_TOKEN, WX_CLOUDBASE_ACCESS_TOKEN, or WX_APPID with WX_APPSECRET,\n' +
      'give a token on standard input with --access-token-stdin, or use --cloudrun inside a container of WeChat CloudRun.',
    twoCredentials:
      'error: --cloudrun needs no token: leave --access-token-stdin out, or --cloudrun.',
    noSecret: 'error: WX_APPID is set, WX_APPSECRET is not. Set both, or WX_ACCESS_TOKEN.',
    noAppid: 'error: WX_APPSECRET is set, WX_APPID is not. Set both, or WX_ACCESS_TOKEN.',
    emptyVariables: (names: string) =>
      `error: no credential. Set, but empty: ${names}.\n` +
      'A secret that CI did not pass on often ends so: fill it, or set another credential.',
    notAToken: (name: string, held: string) =>
      `error: ${name} holds the text '${held}', which is no token.\n` +
      'Something was missing where the variable was put together: look there.',
    noToken: 'error: no token came on standard input.',
    oddToken: 'error: what came on standard input is no token: give it alone, without blanks.',
    pasteToken: 'Paste the access token and press Enter (what you type is not shown):',
    ignored: (used: string, ignored: string) => `note: using ${used}, ignoring ${ignored}.`,
    asking: (seconds: number) =>
      `Asks again every ${seconds} ${seconds === 1 ? 'second' : 'seconds'}; Ctrl-C ends it.`,
    deleted: 'The release was deleted.',
    vanished:
      "It was under way before: it has reached everyone or was withdrawn, which can't be told apart.",
    waiting: (time: string) => `Waiting for a release that was created after ${time}.`,
    timedOut: (seconds: number, percent: number) =>
      `error: the --timeout of ${seconds} s has passed, and the release has not got to ${percent} %.`,
    notTold: (channel: string, host: string, reason: string) =>
      `note: ${channel} at ${host} was not told: ${reason}`,
    proxy: (variable: string) =>
      `note: ${variable} is set, but Node.js goes through a proxy only if NODE_USE_ENV_PROXY=1 is set too,\n` +
      'in 22.21 and 24.0 or later. With an older Node.js, ask from a network that needs no proxy.',
  },
  json: {
    notJson: (line: number, column: number) =>
      `it is not valid JSON, see line ${line}, column ${column}.`,
    empty: 'it is empty, which is not valid JSON.',
    comment: (line: number) =>
      `it is not valid JSON: a comment begins on line ${line}, and JSON has none.`,
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
      'error: there is no project.config.json here.\n' +
      `Run this in the folder of the mini program, or name the folder of the cloud functions: 'init ${example}'.`,
    notHere: (place: string, folders: string, example: string) =>
      `error: ${place} is not here but in ${folders}\n` +
      `Run this there, or name the folder of the cloud functions: 'init ${example}'.`,
    rootElsewhere: (place: string, folders: string, example: string) =>
      "error: the project here names no 'cloudfunctionRoot', " +
      `but ${place} does in ${folders}\n` +
      `Run this there, or name the folder of the cloud functions: 'init ${example}'.`,
    noRootInProject: (place: string, line: string, example: string) =>
      `error: ${place} names no 'cloudfunctionRoot' within the project.\n` +
      `Add ${line}, or name the folder: 'init ${example}'.`,
    functionsIn: (folders: string) => `There are cloud functions in ${folders}.`,
    copied: 'uni-app copies static/ at each build, and the functions in it.',
    oddProject: (name: string, reason: string) =>
      `error: ${name} could not be read: ${reason}\n` +
      "Fix it, or name the folder of the cloud functions: 'init cloudfunctions'.",
    emptyName: "error: the name of the folder is empty. Name it, or use '.' for the current one.",
    notAFolder: (path: string) => `error: ${path} is not a folder.`,
    exists: (paths: string, count: number) =>
      `error: ${paths} already ${count === 1 ? 'exists' : 'exist'}; nothing was changed.\n` +
      `Use --force to replace ${count === 1 ? 'it' : 'them'}.`,
    notBuilt: (path: string) =>
      `error: the ready-made function is not complete: ${path} is missing.\n` +
      "Build it with 'npm run build', or install the package again.",
    failed: (path: string, reason: string) => `error: ${path} was not created: ${reason}`,
    notReplaced: (path: string, reason: string) =>
      `error: ${path} was not replaced, nothing was changed: ${reason}`,
    leftAside: (path: string, reason: string, aside: string) =>
      `error: ${path} was not replaced properly: ${reason}\nWhat was there before is at ${aside}`,
    created: (path: string) => `Created ${path}`,
    replaced: (path: string) => `Replaced ${path}`,
    next: 'Upload it with WeChat DevTools; its permission takes effect within about 10 minutes.',
    call: (name: string) => `Then call it from a page: wx.cloud.callFunction({ name: '${name}' })`,
    callers:
      'It answers pages in DevTools, timers uploaded with DevTools, the HTTP API, and users whose OPENID\n' +
      "is listed in the function's environment variable GRAY_RELEASE_ALLOWED_OPENIDS.",
    watchNext:
      'For watchGrayRelease, also upload the trigger: right-click its config.json and choose 上传触发器.\n' +
      'Then set its environment variable GRAY_RELEASE_NOTIFY to the URLs of your group bots,\n' +
      'and its timeout to 20 s.',
    leftAsItIs: (path: string) =>
      `note: ${path} already exists and was left as it is; --force replaces it.`,
    rootMade: (root: string) => `${root} did not exist and was created too.`,
    buildOutput: (folder: string) =>
      `note: ${folder} looks like build output, which is emptied at each build.\n` +
      'Keep the function among the sources, and let the build copy it.',
    notInside: (project: string) =>
      `note: DevTools only uploads functions from a folder inside the project, which is ${project}`,
    otherRoot: (place: string, root: string, line: string) =>
      `note: ${place} names ${root} as 'cloudfunctionRoot', so DevTools won't show this folder.\n` +
      `To use it, write: ${line}`,
    noRootSet: (place: string, line: string) =>
      `note: ${place} names no 'cloudfunctionRoot', so DevTools offers no upload.\n` +
      `Add this line: ${line}`,
    dropped: (place: string, written: string, root: string) =>
      `note: ${place} says "${written}", but DevTools drops '../' and stays inside the project: ` +
      `${root === '' ? 'this names no folder' : `it reads ${root}`}.`,
    copies:
      'note: builds of uni-app only copy static/ on their own: let yours copy this folder too.',
    uniCloud: (folder: string) =>
      `note: ${folder} belongs to uniCloud: its functions are of another kind, which DevTools doesn't upload.`,
  },
  grant: {
    about:
      "Add the permission 'operation.getGrayReleasePlan' to the config.json of a cloud function of your own.",
    folder: 'folder of the cloud function',
    notAFolder: (path: string) =>
      `error: ${path} is not a folder. Name the folder of the cloud function, where its index.js is.`,
    notAFunction: (path: string, functions: string) =>
      `error: ${path} is not the folder of a cloud function; nothing was changed.\n` +
      "WeChat reads config.json only in a function's own folder, where its index.js is.\n" +
      (functions === '' ? 'No function was found.' : `Name one of these: ${functions}`),
    meant: (folders: string) => `Did you mean ${folders}?`,
    noFile: (path: string) => `error: ${path} is not a plain file, nothing was changed.`,
    rejected: (path: string, reason: string) =>
      `error: ${path} is not what WeChat documents, nothing was changed:\n${reason}`,
    failed: (path: string, reason: string) => `error: ${path} was not changed: ${reason}`,
    changed: (path: string) =>
      `error: ${path} was written by something else meanwhile and left as it is. Try again.`,
    deadLink: (path: string) =>
      `error: ${path} is a symbolic link into a folder that does not exist, nothing was changed.`,
    notUtf8: 'it is not written in UTF-8.',
    notAnObject: 'its top level must be an object, { … }.',
    permissionsNotAnObject: "'permissions' must be an object, { … }.",
    openapiNotAList: "'permissions.openapi' must be an array of strings.",
    triggersNotAList: "'triggers' must be an array.",
    twice: (key: string) => `'${key}' is there twice.`,
    granted: (path: string) => `Added operation.getGrayReleasePlan to ${path}`,
    made: (path: string) => `Created ${path} with operation.getGrayReleasePlan`,
    noFunction: (path: string) =>
      `note: no cloud function was found in ${path}: it has no index.js.\n` +
      "WeChat reads config.json only in a function's own folder.",
    prefixed: (entry: string) =>
      `note: '${entry}' in permissions.openapi is not a permission: remove 'openapi.' from its start.`,
    unread: (key: string, meant: string) =>
      `note: WeChat does not read '${key}' in config.json: its name is '${meant}'.`,
    already: (path: string) =>
      `${path} already has operation.getGrayReleasePlan, nothing was changed.`,
    next: 'Upload the function with WeChat DevTools and wait about 10 minutes.',
  },
}

/** Every text of the command. */
export type Texts = typeof en
