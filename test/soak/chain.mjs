// What one channel accepted, compared with itself: each event goes on from where the one before ended,
// so that one which was lost, or came too early, breaks the chain.

/**
 * @param {object[]} events - as they arrived, first to last
 * @returns {{ repeated: number, broken: string[], end: object }} events that came once more, what does
 * not go on from what came before, and how the release stands at the end
 */
export function follow(events) {
  const seen = new Set()
  const broken = []
  let repeated = 0
  let now = { plan: undefined, paused: false, failing: false }
  for (const event of events) {
    const text = JSON.stringify(event)
    if (seen.has(text)) {
      repeated += 1
      continue
    }
    seen.add(text)
    const problem = breach(event, now)
    if (problem) broken.push(`${problem}: ${text}`)
    now = after(event, now)
  }
  return { repeated, broken, end: now }
}

function breach({ type, plan, from }, now) {
  if (type === 'failing') return now.failing && 'fails twice'
  if (type === 'recovered') return !now.failing && 'recovers from nothing'
  if (now.failing) return 'happens while checks fail'
  if (type === 'started') {
    return now.plan && plan.createTimestamp <= now.plan.createTimestamp && 'begins twice'
  }
  if (plan.createTimestamp !== now.plan?.createTimestamp) return 'is of a plan that did not begin'
  if (type === 'paused' || type === 'resumed') {
    return now.paused === (type === 'paused') && `is ${type} twice`
  }
  const { grayPercentage } = now.plan
  return from !== grayPercentage && `goes on from ${from}%, not from ${grayPercentage}%`
}

const after = ({ type, plan }, now) => ({
  plan: plan ?? now.plan,
  paused: { started: plan?.status === 'paused', paused: true, resumed: false }[type] ?? now.paused,
  failing: { failing: true, recovered: false }[type] ?? now.failing,
})
