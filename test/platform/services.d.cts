export interface Service {
  url: string
  stop(): Promise<void>
}
export const CHROMIUM: string
export const installed: { redis: boolean; postgres: boolean; chromium: boolean }
export function startPostgres(): Promise<Service>
export function startRedis(): Promise<Service & { start(): Promise<void> }>
export interface Account {
  appid: string
  name: string
  refreshToken: string
}
export const PLATFORM_ENV: {
  ACCOUNTS: string
  COMPONENT_APPID: string
  COMPONENT_APPSECRET: string
}
export function accountsOf(names: readonly string[]): Account[]
export function copyExample(): string
export function writeAccounts(folder: string, count: number): Account[]
