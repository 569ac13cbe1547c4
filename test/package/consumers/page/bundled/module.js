import { callGetGrayReleasePlan } from 'wx-gray-release-plan/client'

Page({
  onLoad: () =>
    callGetGrayReleasePlan(wx.cloud).then((result) => wx.setStorageSync('result', result)),
})
