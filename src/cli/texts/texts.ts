import type { GrayReleaseStatus } from '../../core/plan'
import type { ScenarioName } from '../../testing/gateway/scenarios'

/** Why commander refuses what was typed, as it names it. */
export type UsageCode =
  | 'commander.unknownOption'
  | 'commander.unknownCommand'
  | 'commander.missingArgument'
  | 'commander.optionMissingArgument'
  | 'commander.excessArguments'
  | 'commander.invalidArgument'

/** Every text that the command shows; each language has all of them. */
export interface Texts {
  /** As `Intl` takes it. */
  locale: string
  help: {
    about: string
    more: string
    help: string
    version: string
    lang: string
    helpCommand: string
    /** Headings of commander's, which writes them in English. */
    titles: { readonly [title: string]: string }
    statuses: string
  }
  usage: {
    /** Put before the reason for which commander refused. */
    error: string
    /** The quoted part of commander's own words is at hand. */
    reasons: { readonly [code in UsageCode]: (quoted: string) => string }
    /** An option was typed with a value, as in `--json=1`. */
    noValue: (option: string) => string
    /** Put behind the reason: what is like the word that was typed; commas between several. */
    suggestion: (meant: string) => string
    seeHelp: (command: string) => string
  }
  plan: {
    status: { readonly [status in GrayReleaseStatus]: string }
    later: (code: number) => string
    created: string
    finish: string
    asOf: string
    unknownTime: string
    none: string
    first: string
    projectMembers: string
    trialMembers: string
    and: string
  }
  error: {
    words: string
    hint: string
    rid: string
    attempts: string
    field: string
    retryable: string
    final: string
  }
  failure: {
    unexpected: (words: string) => string
    /** What the codes of Node.js mean. */
    codes: { readonly [code: string]: string }
    output: (reason: string) => string
    currentFolder: (reason: string) => string
  }
  dev: {
    about: string
    function: string
    scenario: string
    source: string
    openid: string
    json: string
    scenarios: string
    aboutScenario: (name: ScenarioName) => string
    unknownFunction: (name: string, known: string) => string
    unknownScenario: (name: string, known: string) => string
    shownScenario: string
    shownCaller: string
    shownRequest: string
    noRequest: string
    shownLog: string
    noLog: string
    /** How long a release is played, and how often it is looked at, in seconds. */
    playing: (seconds: number, every: number) => string
    history: string
    noHistory: string
    notBuilt: (path: string) => string
    crashed: (words: string) => string
  }
  status: {
    about: string
    after: string
    stdin: string
    cloudrun: string
    baseUrl: string
    json: string
    watch: string
    interval: string
    until: string
    timeout: string
    createdAfter: string
    notify: string
    wrongBaseUrl: (option: string) => string
    wrongInterval: (given: string) => string
    noWatch: string
    needsWatch: (option: string) => string
    wrongUntil: (given: string) => string
    wrongTimeout: (given: string) => string
    wrongCreatedAfter: (given: string) => string
    noChannel: string
    wrongChannel: (position: number) => string
    noCredential: string
    noSecret: string
    noAppid: string
    emptyVariables: (names: string) => string
    notAToken: (name: string, held: string) => string
    twoCredentials: string
    noToken: string
    oddToken: string
    pasteToken: string
    ignored: (used: string, ignored: string) => string
    asking: (seconds: number) => string
    deleted: string
    vanished: string
    waiting: (time: string) => string
    timedOut: (seconds: number, percent: number) => string
    notTold: (channel: string, host: string, reason: string) => string
    proxy: (variable: string) => string
  }
  init: {
    about: string
    root: string
    watch: string
    force: string
    noRoot: string
    noRootHere: (folder: string) => string
    noRootInProject: string
    oddProject: (name: string, reason: string) => string
    notJson: string
    /** For `grant` too. */
    emptyName: string
    notAFolder: (path: string) => string
    exists: (path: string) => string
    appeared: (path: string) => string
    notBuilt: (path: string) => string
    failed: (path: string, reason: string) => string
    notReplaced: (path: string, reason: string) => string
    leftAside: (path: string, reason: string, aside: string) => string
    created: (path: string) => string
    replaced: (path: string) => string
    next: string
    call: string
    callers: string
    watchNext: string
    leftAsItIs: (path: string) => string
    rootMade: (root: string) => string
    buildOutput: (folder: string) => string
    notInside: (project: string) => string
    otherRoot: (root: string, line: string) => string
    noRootSet: (line: string) => string
  }
  grant: {
    about: string
    folder: string
    notAFolder: (path: string) => string
    noFile: (path: string) => string
    refused: (path: string, reason: string) => string
    failed: (path: string, reason: string) => string
    changed: (path: string) => string
    deadLink: (path: string) => string
    notUtf8: string
    notJson: (line: number, column: number) => string
    empty: string
    comment: (line: number) => string
    comma: (line: number) => string
    tooDeep: string
    notAnObject: string
    permissionsNotAnObject: string
    openapiNotAList: string
    triggersNotAList: string
    twice: (key: string) => string
    granted: (path: string) => string
    made: (path: string) => string
    noFunction: (path: string) => string
    below: (functions: string) => string
    meant: (folders: string) => string
    prefixed: (entry: string) => string
    already: (path: string) => string
    next: string
  }
}
