const { callGetGrayReleasePlan } = require('wx-gray-release-plan/client')

Page({
  data: { percentage: -1, status: '', problem: '' },

  async onLoad() {
    const result = await callGetGrayReleasePlan(wx.cloud)
    if (result.ok) {
      this.setData({ percentage: result.plan.grayPercentage, status: result.plan.status })
    } else {
      this.setData({ problem: result.error.hint.zh })
    }
  },
})
