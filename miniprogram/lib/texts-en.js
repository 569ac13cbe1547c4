/** @typedef {import('./texts').Texts} Texts */

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** @param {string} unit */
const count = (unit) => {
  /** @param {number} number @param {boolean} past */
  const distance = (number, past) => {
    const amount = `${number} ${unit}${number === 1 ? '' : 's'}`
    return past ? `${amount} ago` : `in ${amount}`
  }
  return distance
}

/** Guests and test accounts may have wx.cloud, but no CloudBase behind it. */
const OWN_APPID =
  'Put the AppID of your own mini program into project.config.json: guests and test accounts have no CloudBase.'

/** @type {Texts} */
const en = {
  language: 'en',
  title: 'Staged release',
  loading: 'Loading…',
  status: {
    initial: 'Not started',
    running: 'Running',
    paused: 'Paused',
    completed: 'Completed',
    deleted: 'Deleted',
    unknown: 'Unknown status',
  },
  share: 'of users can get the new version',
  membersOnly: 'Members only: not available to other users yet',
  crowd: (lit) => `${lit} of every 100 users can get the new version`,
  created: 'Created',
  finish: 'Expected finish',
  finishUnknown: 'Not provided by WeChat',
  timeUnknown: 'Unknown',
  day15: 'To all users on day 15',
  membersFirst: 'Project members first',
  history: 'Rollout over time',
  ownAccount: 'This account',
  now: 'now',
  historyLabel: (from, first, last, changes) =>
    `Rollout over time: ${first}% on ${from}, ${last}% now, after ${changes} change${changes === 1 ? '' : 's'}`,
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
      ? `Refreshes every ${seconds} s`
      : `Tries again in ${Math.round(seconds / 60)} min`,
  stale: (title) => `Not updated: ${title}`,
  again: 'Try again',
  details: 'Details',
  steps: 'What to do',
  copy: 'Copy',
  copyOpenid: 'Copy my OPENID',
  copyFailed: 'Copy failed: long-press the text to select it',
  openid: 'My OPENID',
  rid: 'Request ID (rid)',
  errors: {
    permission: 'Not permitted',
    credential: 'Credential rejected',
    quota: 'Too many calls',
    environment: 'Misconfigured',
    system: 'WeChat is busy',
    timeout: 'WeChat did not answer in time',
    network: 'Network error in the cloud',
    aborted: 'The call was aborted',
    forbidden: 'You are not on the allow list yet',
    no_plan: 'No staged release in progress',
    invalid_response: 'Unexpected response',
    unknown: 'Unknown error',
  },
  allowSteps: [
    'Copy the OPENID.',
    'In WeChat DevTools, open Cloud (云开发) → Functions (云函数) → getGrayReleasePlan → Config (配置), and add it to the variable above (separate several with commas).',
    'Save, then come back here and pull to refresh.',
  ],
  failures: {
    no_cloud: {
      title: 'CloudBase is not available',
      steps: [
        OWN_APPID,
        'Choose base library 2.2.3 or later under Details (详情) → Local settings (本地设置).',
        'Compile again; on a phone, update WeChat.',
      ],
    },
    not_deployed: {
      title: 'The function is not deployed',
      steps: [
        'Run npm ci in a terminal: it creates the files of the function.',
        'In WeChat DevTools, right-click cloudfunctions/getGrayReleasePlan and choose Upload and deploy (上传并部署).',
        'Make sure it was uploaded to the environment in miniprogram/environment.js.',
      ],
    },
    no_environment: {
      title: 'No cloud environment selected',
      steps: [
        OWN_APPID,
        'In WeChat DevTools, click Cloud (云开发), enable it and create an environment.',
        'Put the environment ID into miniprogram/environment.js.',
        'Right-click cloudfunctions, choose the same environment as Current environment (当前环境), and upload the function.',
      ],
    },
    timed_out: {
      title: 'The function did not answer in time',
      steps: [
        'Try again in a moment.',
        'If it keeps happening, raise the timeout (超时时间) of the function to 10 seconds or more in the CloudBase console.',
      ],
    },
    limited: {
      title: 'The environment has reached its limit',
      steps: [
        'Wait a moment: the page tries again automatically.',
        'If it keeps happening, check the usage in the CloudBase console, or upgrade the plan.',
      ],
    },
    offline: {
      title: 'No connection',
      steps: ['Check the network of the phone, then pull to refresh.'],
    },
    crashed: {
      title: 'The function crashed',
      steps: [
        'Run npm ci again in a terminal, then upload the function.',
        'Check its log in the CloudBase console, and choose Node.js 16 or later as its runtime.',
      ],
    },
    not_ours: {
      title: 'Another function answered',
      steps: [
        'Upload cloudfunctions/getGrayReleasePlan of this project, or rename the other function.',
      ],
    },
    call_failed: {
      title: 'Calling the function failed',
      steps: ['Pull to refresh.', 'If it keeps happening, open an issue with the details below.'],
    },
  },
}

module.exports = { en }
