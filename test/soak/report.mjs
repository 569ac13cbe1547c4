// The figures as lines to read.
const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`
const ratio = (ours, theirs) => (theirs > 0 ? (ours / theirs).toFixed(2) : 'none')

export function stormLine(figures) {
  const { target, calls, seconds, sockets, heapGrowth, rssGrowth } = figures
  const kept = `keeps ${mib(heapGrowth)} of heap, ${mib(rssGrowth)} of RSS, ${sockets} sockets`
  const lines = [`${target}: ${calls} calls in ${seconds} s; ${kept}`]
  if (figures.timersSet !== undefined) {
    const kinds = Object.entries(figures.kinds).map(([kind, times]) => `${kind} ${times}`)
    lines.push(
      `  ${kinds.join(', ')}`,
      `  wrong ${figures.faultCount}, uncaught ${figures.uncaught.length}, timers set ${figures.timersSet}, left ${figures.timersLeft}, listeners left ${figures.listenersLeft}`,
      `  latest end ${figures.latestMs} ms after its deadline; ${figures.lateByLag} over 100 ms, all while the process stood still (longest ${figures.worstLagMs} ms)`,
    )
  }
  return lines.join('\n')
}

export function comparisonLine(ours, theirs) {
  const heap = ratio(ours.heapGrowth, theirs.heapGrowth)
  const sockets = ratio(ours.sockets, theirs.sockets)
  return `${ours.target} over ${theirs.target}: heap ${heap}, RSS ${ratio(ours.rssGrowth, theirs.rssGrowth)}, sockets ${sockets}`
}

export function functionLine({ name, calls, refused, plans, errors, wrong, faults, ...more }) {
  const counts = { plans, errors, refused, wrong: Math.max(wrong, faults.length), ...more }
  const words = Object.entries(counts).map(([what, value]) => `${what} ${value}`)
  return `function, ${name}: ${calls} calls: ${words.join(', ')}`
}

export function watchLine(figures) {
  const { name, checks, killed, failed, skipped, accepted, repeated, allowed, mostBytes } = figures
  return `${name}: ${checks} checks of five accounts, ${killed} of them killed, ${failed} accounts without a database in time, ${skipped} left out by the deadline; live bots accepted ${accepted.join(', ')} messages, ${repeated} of them again (${allowed} could be); the largest document has ${mostBytes} bytes`
}

export function platformLine(figures) {
  const { accounts, workers, checks, kills, events, repeated, allowed, early, late } = figures
  return `third-party platform: ${accounts} accounts, ${workers} workers, ${checks} checks, ${kills} workers killed, Redis restarted once; two webhooks accepted ${events} events, ${repeated} of them again (${allowed} could be); the largest worker grew from ${mib(early)} to ${mib(late)}`
}
