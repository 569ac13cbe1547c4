const { callGetGrayReleasePlan } = require('wx-gray-release-plan')
const client = require('wx-gray-release-plan/client')

if (client.callGetGrayReleasePlan !== callGetGrayReleasePlan) throw new Error('two copies of it')

Page({
  onLoad: () =>
    callGetGrayReleasePlan(wx.cloud).then((result) => wx.setStorageSync('result', result)),
})
