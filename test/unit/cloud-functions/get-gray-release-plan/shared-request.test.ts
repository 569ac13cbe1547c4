import { SharedRequest } from '../../../../src/cloud-functions/get-gray-release-plan/shared-request'

/** A request that the test answers. */
interface Request {
  by: string
  answer: (value: string) => void
  fail: (thrown: Error) => void
}

function setUp() {
  const requests: Request[] = []
  const shared = new SharedRequest<string>()
  return {
    requests,
    sentBy: () => requests.map(({ by }) => by),
    join: (by: string) =>
      shared.join(
        () =>
          new Promise((answer, fail) => {
            requests.push({ by, answer, fail })
          }),
      ),
  }
}

const turn = () => new Promise(setImmediate)

it('is sent once for all who come before its answer', async () => {
  const { join, requests, sentBy } = setUp()
  const all = [join('a'), join('b'), join('c')]
  requests[0]?.answer('one')
  expect(await Promise.all(all.map(({ answer }) => answer))).toEqual(['one', 'one', 'one'])
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

it('has an answer that reaches nobody once nobody waits', async () => {
  const { join, requests } = setUp()
  const a = join('a')
  const b = join('b')
  const heard = jest.fn()
  a.answer.then(heard, heard)
  b.leave()
  a.leave()
  requests[0]?.answer('late')
  await turn()
  expect(heard).not.toHaveBeenCalled()
})

it('goes on for the others if its sender gives up', async () => {
  const { join, requests, sentBy } = setUp()
  const a = join('a')
  const b = join('b')
  a.leave()
  requests[0]?.answer('one')
  expect(await b.answer).toBe('one')
  expect(sentBy()).toEqual(['a'])
})

it('is not joined any more once a caller has given up', async () => {
  const { join, requests, sentBy } = setUp()
  const a = join('a')
  join('b').leave()
  const c = join('c')
  expect(sentBy()).toEqual(['a', 'c'])
  requests[0]?.answer('one')
  expect(await a.answer).toBe('one')
  const d = join('d')
  expect(sentBy()).toEqual(['a', 'c'])
  requests[1]?.answer('two')
  expect(await Promise.all([c.answer, d.answer])).toEqual(['two', 'two'])
})
