/** @typedef {import('./texts').Texts} Texts */

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

/** Guests and test accounts may have wx.cloud, yet no cloud behind it. */
const OWN_APPID =
  'Put the AppID of your own mini program into project.config.json: guests and test accounts have no cloud.'

/** @type {Texts} */
const en = {
  language: 'en',
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
  membersOnly: 'Members only: no other user has the new version yet',
  crowd: (lit) => `${lit} of every 100 users can have the new version`,
  created: 'Created',
  finish: 'Expected finish',
  finishUnknown: 'Not told by WeChat',
  timeUnknown: 'Unknown',
  day15: 'Made full on day 15',
  membersFirst: 'Project members first',
  history: 'Share over time',
  ownAccount: 'This account',
  now: 'now',
  historyWords: (from, first, last, changes) =>
    `Share over time: ${first} % on ${from}, ${last} % now, after ${changes} change${changes === 1 ? '' : 's'}`,
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
  copyFailed: 'Not copied: hold the text to select it',
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
    no_plan: 'No staged release',
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
      steps: [
        OWN_APPID,
        'Choose a base library of 2.2.3 or later under Details (详情), Local settings (本地设置).',
        'Compile again; on a phone, update WeChat.',
      ],
    },
    not_deployed: {
      title: 'The function is not deployed',
      steps: [
        'Run npm ci in a terminal: it makes every file of the function.',
        'In the WeChat DevTools right-click cloudfunctions/getGrayReleasePlan and choose Upload and deploy (上传并部署).',
        'See that it went to the environment named in miniprogram/environment.js.',
      ],
    },
    no_environment: {
      title: 'No cloud environment chosen',
      steps: [
        OWN_APPID,
        'In the WeChat DevTools click Cloud (云开发), open it and create an environment.',
        'Put the id of the environment into miniprogram/environment.js.',
        'Right-click cloudfunctions, choose the same one as Current environment (当前环境), and upload the function.',
      ],
    },
    timed_out: {
      title: 'The function did not answer in time',
      steps: [
        'Try again in a moment.',
        'If it goes on, raise the time limit of the function to 10 seconds or more in the cloud console.',
      ],
    },
    limited: {
      title: 'The environment is at its limit',
      steps: [
        'Wait a moment: the page tries again by itself.',
        'If it goes on, look at the usage in the cloud console, or choose a larger plan.',
      ],
    },
    offline: {
      title: 'No connection',
      steps: ['Check the network of the phone, then pull to refresh.'],
    },
    crashed: {
      title: 'The function fell over',
      steps: [
        'Run npm ci again in a terminal, then upload the function.',
        'Look at its log in the cloud console and choose a runtime of Node.js 16 or later.',
      ],
    },
    not_ours: {
      title: 'Another function answered',
      steps: ['Upload cloudfunctions/getGrayReleasePlan of this project, or rename the other one.'],
    },
    call_failed: {
      title: 'The call of the function failed',
      steps: ['Pull to refresh.', 'If it goes on, report it with the details below.'],
    },
  },
}

module.exports = { en }
