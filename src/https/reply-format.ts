import type { ReplyFormat } from '../core/read-reply'

/** The documented fields of WeChat's reply over HTTPS, and the names that wx-server-sdk gives them. */
const PLAN_FIELDS = {
  status: 'status',
  create_timestamp: 'createTimestamp',
  gray_percentage: 'grayPercentage',
  default_finish_timestamp: 'defaultFinishTimestamp',
  support_debuger_first: 'supportDebugerFirst',
  support_experiencer_first: 'supportExperiencerFirst',
} as const

/** How WeChat names the fields of its reply over HTTPS. */
export const HTTPS_REPLY: ReplyFormat = {
  errCode: 'errcode',
  errMsg: 'errmsg',
  plan: 'gray_release_plan',
  toCamelCase: (reply) => {
    const { gray_release_plan: plan } = reply as { gray_release_plan?: unknown }
    if (typeof plan !== 'object' || plan === null || Array.isArray(plan)) {
      return { grayReleasePlan: plan }
    }
    const grayReleasePlan: { [name: string]: unknown } = {}
    for (const [field, name] of Object.entries(PLAN_FIELDS)) {
      grayReleasePlan[name] = plan[field as never]
    }
    return { grayReleasePlan }
  },
}
