import { createRequire } from 'node:module'
import { join } from 'node:path'
import { watchTimers } from './timers'

/** The mini program as WeChat sees it. */
export const ROOT = join(__dirname, '../../miniprogram')
export const PAGE = 'pages/index/index'

/** A node of the page as WeChat's own runtime drew it: built-in components, and text. */
export interface Drawn {
  /** Such as `wx-view`. */
  tagName: string
  attrs: { name: string; value: unknown }[]
  event: { [event: string]: { handler: string } }
  children: (Drawn | string)[]
}

/** What the tests use of a page's `this`. */
export interface PageInstance {
  data: { [key: string]: unknown }
  [handler: string]: unknown
}

interface Component {
  instance: PageInstance
  attach(parent: unknown): void
  detach(): void
  toJSON(): Drawn
  querySelectorAll(selector: string): Component[]
  dispatchEvent(name: string): void
}

interface Simulate {
  load(path: string, options: { rootPath: string }): string
  render(id: string): Component
}

type ThemeListener = (change: { theme: string }) => void

/** What `wx.cloud.callFunction` is asked and gives. */
export type CallFunction = (request: { name: string }) => Promise<{ result?: unknown }>

export interface PhoneOptions {
  /** Of getGrayReleasePlan. */
  callFunction?: CallFunction
  /** Of watchGrayRelease, which is not deployed unless it is given. */
  callWatch?: () => Promise<unknown>
  /** Left out as on a very old WeChat. */
  withoutCloud?: boolean
  /** A base library before 2.20.1, which has neither getAppBaseInfo nor onThemeChange. */
  oldWechat?: boolean
  /** As where the account has not declared that it uses the clipboard. */
  refusesClipboard?: boolean
  language?: string
  theme?: 'light' | 'dark'
}

/** A phone that shows the page, and what the page did to it. */
export type Phone = ReturnType<typeof openPage>

interface Jsdom {
  JSDOM: new (
    html: string,
  ) => { window: { document: { body: unknown } } & { [name: string]: unknown } }
}

// Loaded so, since their own declarations would bring `wx`, `Page` and the DOM into every test.
const load = createRequire(__filename)
const host = globalThis as unknown as { [name: string]: unknown }
const { window } = new (load('jsdom') as Jsdom).JSDOM('<!doctype html><body></body>')
host['window'] = window
host['document'] = window.document
// Node.js has one of its own, which jsdom's elements refuse.
host['CustomEvent'] = window['CustomEvent']

/** The runtime knows components only; a page is one whose fields and handlers are its own. */
let fields: [string, unknown][] = []
host['Page'] = ({ data, ...rest }: { data: object }) => {
  const isMethod = ([, value]: [string, unknown]) => typeof value === 'function'
  const members = Object.entries(rest)
  fields = members.filter((member) => !isMethod(member))
  const define = host['Component'] as (definition: object) => void
  define({ data, methods: Object.fromEntries(members.filter(isMethod)) })
}

const timers = watchTimers(ROOT)
const simulate = load('miniprogram-simulate') as Simulate
let pageId: string | undefined

/** Opens the page: loaded, but not shown yet. */
export function openPage(options: PhoneOptions = {}) {
  const {
    callFunction = never,
    callWatch = notDeployed,
    language = 'zh_CN',
    theme = 'light',
  } = options
  const calls: string[] = []
  const clipboard: string[] = []
  const toasts: string[] = []
  const themeListeners = new Set<ThemeListener>()
  const phone = {
    /** Names of the functions called so far, but for watchGrayRelease. */
    calls,
    watchCalls: 0,
    clipboard,
    toasts,
    /** How often the page ended a pull to refresh. */
    pullsEnded: 0,
    title: '',
  }

  host['wx'] = {
    getSystemInfoSync: () => ({ language }),
    ...(!options.oldWechat && {
      getAppBaseInfo: () => ({ language, theme }),
      onThemeChange: (listener: ThemeListener) => themeListeners.add(listener),
      offThemeChange: (listener: ThemeListener) => themeListeners.delete(listener),
    }),
    setNavigationBarTitle: ({ title }: { title: string }) => {
      phone.title = title
    },
    setClipboardData: ({ data, fail }: { data: string; fail?: (error: object) => void }) => {
      if (!options.refusesClipboard) clipboard.push(data)
      else fail?.({ errno: 112, errMsg: 'setClipboardData:fail api scope is not declared' })
    },
    showToast: ({ title }: { title: string }) => toasts.push(title),
    stopPullDownRefresh: () => {
      phone.pullsEnded += 1
    },
    ...(!options.withoutCloud && {
      cloud: {
        callFunction: (request: { name: string }) => {
          if (request.name === 'watchGrayRelease') {
            phone.watchCalls += 1
            return callWatch()
          }
          calls.push(request.name)
          return callFunction(request)
        },
      },
    }),
  }

  pageId ??= simulate.load(join(ROOT, PAGE), { rootPath: ROOT })
  const component = simulate.render(pageId)
  component.attach(window.document.body)
  const page = component.instance
  for (const [name, value] of fields) page[name] = value
  const lifecycle = (name: string) => (page[name] as () => void).call(page)
  lifecycle('onLoad')

  return Object.assign(phone, {
    page,
    drawn: () => component.toJSON(),
    /** All text of the page, in reading order. */
    text: () => textsOf(component.toJSON()).join('\n'),
    /** All nodes that a class marks. */
    all: (className: string) =>
      nodesOf(component.toJSON()).filter((node) => classesOf(node).includes(className)),
    /** Taps the first node of a class. */
    tap: async (className: string) => {
      const [found] = component.querySelectorAll(`.${className}`)
      if (!found) throw new Error(`nothing on the page has the class ${className}`)
      found.dispatchEvent('tap')
      // The runtime hands it over a little later.
      await null
      await null
    },
    changeTheme: (next: 'light' | 'dark') => {
      for (const listener of themeListeners) listener({ theme: next })
    },
    show: () => lifecycle('onShow'),
    hide: () => lifecycle('onHide'),
    pull: () => lifecycle('onPullDownRefresh'),
    unload: () => {
      lifecycle('onUnload')
      component.detach()
      // Whatever still goes on has nothing to draw on, and fails loudly.
      delete host['wx']
      const left = timers.stopAll()
      if (left > 0) throw new Error(`the page left ${left} timers behind`)
      if (themeListeners.size > 0) throw new Error('the page still listens for the theme')
    },
  })
}

const notDeployed = () =>
  Promise.reject({
    errCode: -501000,
    errMsg: 'cloud.callFunction:fail FunctionName parameter could not be found.',
  })

const never: CallFunction = () => new Promise(() => {})

/** Every node below and including one, in reading order. */
export function nodesOf(node: Drawn): Drawn[] {
  const below = node.children.filter((child) => typeof child !== 'string')
  return [node, ...below.flatMap(nodesOf)]
}

const textsOf = (node: Drawn): string[] =>
  node.children.flatMap((child) => (typeof child === 'string' ? [child] : textsOf(child)))

export const attrOf = (node: Drawn, name: string): unknown =>
  node.attrs.find((attr) => attr.name === name)?.value

export const classesOf = (node: Drawn): string[] => String(attrOf(node, 'class') ?? '').split(' ')
