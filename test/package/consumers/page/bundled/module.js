import { callGetGrayReleasePlan } from 'wx-gray-release-plan/client'

Page({ onLoad: () => callGetGrayReleasePlan(wx.cloud) })
