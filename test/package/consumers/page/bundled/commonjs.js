const { callGetGrayReleasePlan } = require('wx-gray-release-plan/client')

Page({
  onLoad: () =>
    callGetGrayReleasePlan(wx.cloud).then((result) => wx.setStorageSync('result', result)),
})
