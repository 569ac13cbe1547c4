/** Starts hosts on 127.0.0.1 that fall silent, each at the step of a request that names it. */
export function startSilentHosts(): Promise<{
  hosts: { [step: string]: { baseUrl: string; nameserver?: string } }
  close(): Promise<void>
}>
