// Every line here is a mistake that the types must catch.

import { type GetGrayReleasePlanResult, getGrayReleasePlan } from 'wx-gray-release-plan'
import { type CallResult, callGetGrayReleasePlan } from 'wx-gray-release-plan/client'

export const noCloud = getGrayReleasePlan()
export const noNumber = getGrayReleasePlan({ openapi: {} }, { timeoutMs: '1000' })
export const noKind = (result: GetGrayReleasePlanResult) =>
  result.ok === false && result.error.kind === 'no_such_kind'
export const noPlan = (result: GetGrayReleasePlanResult) => result.ok === false && result.plan
export const noCall = callGetGrayReleasePlan({})
export const noFailure = (result: CallResult) => result.ok === false && result.error.failure
