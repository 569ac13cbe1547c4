export interface Service {
  url: string
  stop(): Promise<void>
}
export const CHROMIUM: string
export const installed: { redis: boolean; postgres: boolean; chromium: boolean }
export function startPostgres(): Promise<Service>
export function startRedis(): Promise<Service & { start(): Promise<void> }>
