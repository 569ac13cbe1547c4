import { lookup as lookUpInSystem, Resolver } from 'node:dns'
import { readFileSync } from 'node:fs'
import type { LookupFunction } from 'node:net'
import { orUndefined } from './read'

/** The resolver got no answer, nor would the system. */
const SILENT = /^(ETIMEOUT|ECANCELLED)$/

/**
 * A DNS lookup that can be cancelled. That of the system can't be, and keeps the process alive for 10 s
 * and longer if the name server is silent. So a resolver that can be cancelled queries first. The
 * system, whose answer counts, follows once the name server has answered, or at once for a name in the
 * hosts file.
 */
export function cancellableLookup() {
  let resolver: Resolver | undefined
  const lookup: LookupFunction = (hostname, options, callback) => {
    const askSystem = (): void => lookUpInSystem(hostname, options, callback)
    if (isInHostsFile(hostname)) return askSystem()
    resolver = new Resolver()
    resolver.resolve4(hostname, (error) => {
      if (SILENT.test(String(error?.code))) callback(error as NodeJS.ErrnoException, '', 0)
      else askSystem()
    })
  }
  return { lookup, cancel: () => resolver?.cancel() }
}

/** A word of a comment counts too, which does no harm. */
const isInHostsFile = (hostname: string): boolean =>
  orUndefined(() => readFileSync(hostsFile(), 'utf8'))
    ?.split(/\s+/)
    .includes(hostname) === true

// Read at the call: `process` is missing in some edge runtimes, where the import must not throw.
const hostsFile = (): string =>
  process.platform === 'win32'
    ? `${process.env['SystemRoot']}\\System32\\drivers\\etc\\hosts`
    : '/etc/hosts'
