import { HTTPS_REPLY } from '../../../src/https/reply-format'

const { toCamelCase } = HTTPS_REPLY

it('names the fields as wx-server-sdk does, and leaves others out', () => {
  const reply = {
    errcode: 0,
    more: 1,
    gray_release_plan: {
      status: 1,
      create_timestamp: 2,
      gray_percentage: 3,
      default_finish_timestamp: 4,
      support_debuger_first: true,
      support_experiencer_first: false,
      more: 1,
      createTimestamp: 9,
    },
  }
  expect(toCamelCase(reply)).toEqual({
    grayReleasePlan: {
      status: 1,
      createTimestamp: 2,
      grayPercentage: 3,
      defaultFinishTimestamp: 4,
      supportDebugerFirst: true,
      supportExperiencerFirst: false,
    },
  })
})

it('takes only the documented name of the plan', () => {
  expect(toCamelCase({ grayReleasePlan: { status: 1 } })).toEqual({ grayReleasePlan: undefined })
})

it.each([undefined, null, 'text', 5, [1]])('leaves a plan that is none as it is: %p', (plan) => {
  expect(toCamelCase({ gray_release_plan: plan })).toEqual({ grayReleasePlan: plan })
})
