// A page of a mini program, with WeChat's own declarations of wx.
import { callGetGrayReleasePlan } from 'wx-gray-release-plan/client'

Page({
  data: { words: '' },
  async onLoad() {
    const result = await callGetGrayReleasePlan(wx.cloud, { timeoutMs: 5000 })
    this.setData({
      words: result.ok === true ? `${result.plan.grayPercentage} %` : result.error.hint.zh,
    })
  },
})
