import { type Send, SharedRequest } from '../../../src/core/shared-request'

/** A request that the test answers. */
interface Request {
  by: string
  answer: (value: string) => void
  fail: (thrown: Error) => void
  cancelled: boolean
}

function setUp() {
  const requests: Request[] = []
  const shared = new SharedRequest<string>()
  return {
    requests,
    sentBy: () => requests.map(({ by }) => by),
    join: (by: string) => {
      const send: Send<string> = () => {
        const request: Partial<Request> & { by: string } = { by, cancelled: false }
        const answer = new Promise<string>((resolve, reject) => {
          request.answer = resolve
          request.fail = reject
        })
        requests.push(request as Request)
        const cancel = () => {
          request.cancelled = true
        }
        return { answer, cancel }
      }
      return shared.join(send)
    },
  }
}

const turn = () => new Promise(setImmediate)

it('is sent once for all who come before its answer', async () => {
  const { join, requests, sentBy } = setUp()
  const all = [join('a'), join('b'), join('c')]
  requests[0]?.answer('one')
  expect(await Promise.all(all.map(({ answer }) => answer))).toEqual(['one', 'one', 'one'])
  expect(requests[0]?.cancelled).toBe(false)
  join('d')
  expect(sentBy()).toEqual(['a', 'd'])
})

it('gives its failure to all, and is sent again for the next', async () => {
  const { join, requests, sentBy } = setUp()
  const all = [join('a'), join('b')]
  requests[0]?.fail(new Error('no'))
  for (const { answer } of all) await expect(answer).rejects.toThrow('no')
  join('c')
  expect(sentBy()).toEqual(['a', 'c'])
})

it('is cancelled once nobody waits, and its answer reaches nobody', async () => {
  const { join, requests, sentBy } = setUp()
  const a = join('a')
  const b = join('b')
  const heard = jest.fn()
  a.answer.then(heard, heard)
  b.leave()
  expect(requests[0]?.cancelled).toBe(false)
  a.leave()
  expect(requests[0]?.cancelled).toBe(true)
  requests[0]?.answer('late')
  await turn()
  expect(heard).not.toHaveBeenCalled()
  join('c')
  expect(sentBy()).toEqual(['a', 'c'])
})

describe('if its sender gives up', () => {
  it('the last who joined sends another, which all the others share', async () => {
    const { join, requests, sentBy } = setUp()
    const [a, b, c] = ['a', 'b', 'c'].map(join) as [ReturnType<typeof join>, never, never]
    a.leave()
    expect(sentBy()).toEqual(['a', 'c'])
    const d = join('d')
    expect(sentBy()).toEqual(['a', 'c'])
    requests[1]?.answer('two')
    const rest = [b, c, d] as (typeof a)[]
    expect(await Promise.all(rest.map(({ answer }) => answer))).toEqual(['two', 'two', 'two'])
    expect(requests[0]?.cancelled).toBe(true)
  })

  it('its request goes on, and whichever answers first counts', async () => {
    const { join, requests } = setUp()
    const a = join('a')
    const b = join('b')
    a.leave()
    expect(requests.map(({ cancelled }) => cancelled)).toEqual([false, false])
    requests[0]?.answer('slow')
    expect(await b.answer).toBe('slow')
    expect(requests[1]?.cancelled).toBe(true)
    requests[1]?.answer('slower')
    expect(await b.answer).toBe('slow')
  })

  it('each of the others sends at most one, however long the host is silent', () => {
    const { join, sentBy } = setUp()
    const all = ['a', 'b', 'c', 'd'].map(join)
    for (const { leave } of all) leave()
    expect(sentBy()).toEqual(['a', 'd'])
  })
})

it('is not joined any more once another caller has given up', () => {
  const { join, sentBy } = setUp()
  const a = join('a')
  join('b').leave()
  join('c')
  expect(sentBy()).toEqual(['a', 'c'])
  a.leave()
  join('d')
  expect(sentBy()).toEqual(['a', 'c'])
})

it('leaves a newer one alone when it ends', async () => {
  const { join, requests, sentBy } = setUp()
  const a = join('a')
  join('b').leave()
  const c = join('c')
  requests[0]?.answer('one')
  expect(await a.answer).toBe('one')
  const d = join('d')
  expect(sentBy()).toEqual(['a', 'c'])
  requests[1]?.answer('two')
  expect(await Promise.all([c.answer, d.answer])).toEqual(['two', 'two'])
})
