const { ENVIRONMENT_ID } = require('./environment')

App({
  onLaunch() {
    // Very old base libraries have no wx.cloud; the page then says what to do.
    if (!wx.cloud) return
    wx.cloud.init(ENVIRONMENT_ID ? { env: ENVIRONMENT_ID, traceUser: false } : { traceUser: false })
  },
})
