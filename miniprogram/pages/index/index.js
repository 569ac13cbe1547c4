const { callGetGrayReleasePlan, callGrayReleaseHistory } = require('../../lib/client')
const { accountsIn } = require('../../lib/history')
const { leavable } = require('../../lib/leave')
const { nextAskMs } = require('../../lib/pace')
const { textsFor } = require('../../lib/texts')
const { viewOf } = require('../../lib/view')

/** @typedef {import('../../lib/view').State} State */

/** @type {State} */
const EMPTY = {
  accounts: [],
  account: 0,
  errors: 0,
  answeredAt: 0,
  language: 'zh_CN',
  dark: false,
}

/** @returns {State} */
function newState() {
  const { language, theme } = wx.getAppBaseInfo ? wx.getAppBaseInfo() : wx.getSystemInfoSync()
  return Object.assign({}, EMPTY, { language, dark: theme === 'dark' })
}

Page({
  data: Object.assign(viewOf(EMPTY), {
    asking: false,
  }),

  // What is not drawn; each visit starts afresh in onLoad.
  /** @type {State} */
  state: EMPTY,
  /** a tap or a pull may still come after it was hidden */
  visible: false,
  /** until it asks again by itself */
  timer: 0,
  /** @type {(() => void) | undefined} while an answer is under way */
  leave: undefined,
  /** whether the second function may be there: called once a visit if it is not */
  hasHistory: true,
  /** @type {(() => void) | undefined} while the history is awaited */
  leaveHistory: undefined,
  /** @type {WechatMiniprogram.OnThemeChangeCallback | undefined} */
  onTheme: undefined,

  onLoad() {
    this.state = newState()
    this.onTheme = ({ theme }) => {
      this.state.dark = theme === 'dark'
      this.draw()
    }
    if (wx.onThemeChange) wx.onThemeChange(this.onTheme)
    wx.setNavigationBarTitle({ title: textsFor(this.state.language).title })
    this.draw()
  },

  onShow() {
    this.visible = true
    this.hasHistory = true
    this.ask()
  },

  onHide() {
    this.rest()
  },

  onUnload() {
    this.rest()
    if (wx.offThemeChange) wx.offThemeChange(this.onTheme)
  },

  onPullDownRefresh() {
    this.ask()
  },

  /** Asks now, unless an answer is under way already, or nobody would see it. */
  ask() {
    if (!this.visible) wx.stopPullDownRefresh()
    if (!this.visible || this.leave) return
    clearTimeout(this.timer)
    const { cloud, leave } = leavable(wx.cloud)
    this.leave = leave
    callGetGrayReleasePlan(cloud).then((answer) => {
      // Another call may be under way by now, or none.
      if (this.leave === leave) this.take(answer)
    })
    this.setData({ asking: true })
  },

  /** @param {import('../../lib/client').CallResult} answer */
  take(answer) {
    this.leave = undefined
    wx.stopPullDownRefresh()
    const { state } = this
    state.answer = answer
    state.answeredAt = Date.now()
    state.errors = answer.ok ? 0 : state.errors + 1
    if (answer.ok) state.lastPlan = answer.plan
    else if (answer.error.kind === 'no_plan') state.lastPlan = undefined
    this.draw()
    if (answer.ok) this.takeHistory()
    const next = nextAskMs(state)
    if (next !== undefined) this.timer = setTimeout(() => this.ask(), next)
  },

  /** The number does not wait for it. Without the second function there is none, and no word of it. */
  takeHistory() {
    const { state } = this
    if (!this.hasHistory || this.leaveHistory) return
    const { cloud, leave } = leavable(wx.cloud)
    this.leaveHistory = leave
    callGrayReleaseHistory(cloud).then((result) => {
      if (this.leaveHistory !== leave) return
      this.leaveHistory = undefined
      state.accounts = accountsIn(result)
      // The list may be shorter than before.
      if (!state.accounts[state.account]) state.account = 0
      this.hasHistory = state.accounts.length > 0
      if (this.state === state) this.draw()
    })
  },

  /** Out of sight: no timer goes on, and an answer under way is not waited for. */
  rest() {
    this.visible = false
    clearTimeout(this.timer)
    const { leaveHistory } = this
    this.leaveHistory = undefined
    if (leaveHistory) leaveHistory()
    if (!this.leave) return
    this.leave()
    this.leave = undefined
    wx.stopPullDownRefresh()
  },

  draw() {
    this.setData(Object.assign(viewOf(this.state), { asking: this.leave !== undefined }))
  },

  /** @param {WechatMiniprogram.PickerChange} event */
  onAccount(event) {
    this.state.account = Number(event.detail.value)
    this.draw()
  },

  /** @param {WechatMiniprogram.TouchEvent} event */
  onCopy(event) {
    wx.setClipboardData({
      data: event.currentTarget.dataset.text,
      // WeChat refuses it where the account has not declared the clipboard among its privacy APIs.
      fail: () => wx.showToast({ icon: 'none', title: textsFor(this.state.language).copyFailed }),
    })
  },
})
