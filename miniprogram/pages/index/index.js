const { callGetGrayReleasePlan, callGrayReleaseHistory } = require('../../lib/client')
const { accountsIn } = require('../../lib/history')
const { leavable } = require('../../lib/leave')
const { nextQueryMs } = require('../../lib/pace')
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
    querying: false,
  }),

  // Not drawn; reset by onLoad.
  /** @type {State} */
  state: EMPTY,
  /** a tap or a pull can still arrive after the page was hidden */
  visible: false,
  /** until the next query */
  timer: 0,
  /** @type {(() => void) | undefined} while a query is in progress */
  leave: undefined,
  /** whether the second function may exist; checked once per visit */
  hasHistory: true,
  /** @type {(() => void) | undefined} while a query for the history is in progress */
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
    this.query()
  },

  onHide() {
    this.rest()
  },

  onUnload() {
    this.rest()
    if (wx.offThemeChange) wx.offThemeChange(this.onTheme)
  },

  onPullDownRefresh() {
    this.query()
  },

  /** Queries now, unless a query is in progress or the page is hidden. */
  query() {
    if (!this.visible) wx.stopPullDownRefresh()
    if (!this.visible || this.leave) return
    clearTimeout(this.timer)
    const { cloud, leave } = leavable(wx.cloud)
    this.leave = leave
    callGetGrayReleasePlan(cloud).then((answer) => {
      // The page may have left this query, and begun another.
      if (this.leave === leave) this.show(answer)
    })
    this.setData({ querying: true })
  },

  /** @param {import('../../lib/client').CallResult} answer */
  show(answer) {
    this.leave = undefined
    wx.stopPullDownRefresh()
    const { state } = this
    state.answer = answer
    state.answeredAt = Date.now()
    state.errors = answer.ok ? 0 : state.errors + 1
    if (answer.ok) state.lastPlan = answer.plan
    else if (answer.error.kind === 'no_plan') state.lastPlan = undefined
    this.draw()
    if (answer.ok) this.queryHistory()
    const next = nextQueryMs(state)
    if (next !== undefined) this.timer = setTimeout(() => this.query(), next)
  },

  /** Runs beside the page, which draws no history if there is no second function. */
  queryHistory() {
    const { state } = this
    if (!this.hasHistory || this.leaveHistory) return
    const { cloud, leave } = leavable(wx.cloud)
    this.leaveHistory = leave
    callGrayReleaseHistory(cloud).then((result) => {
      if (this.leaveHistory !== leave) return
      this.leaveHistory = undefined
      state.accounts = accountsIn(result)
      // There may be fewer accounts than before.
      if (!state.accounts[state.account]) state.account = 0
      this.hasHistory = state.accounts.length > 0
      if (this.state === state) this.draw()
    })
  },

  /** Hidden: stops the timer and leaves the queries in progress. */
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
    this.setData(Object.assign(viewOf(this.state), { querying: this.leave !== undefined }))
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
      // WeChat rejects this if the account has not declared the clipboard among its privacy APIs.
      fail: () => wx.showToast({ icon: 'none', title: textsFor(this.state.language).copyFailed }),
    })
  },
})
