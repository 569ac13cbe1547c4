import { inTurn } from '../../../../src/cloud-functions/watch-gray-release/in-turn'

const items = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const always = () => true

it('gives the results in the order of the items, wherever it starts', async () => {
  const order: string[] = []
  const run = async (item: string) => {
    order.push(item)
    return item.toUpperCase()
  }
  expect(await inTurn(items, 12, always, run)).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G'])
  expect(order.join('')).toBe('fgabcde')
  expect(await inTurn([], 3, always, run)).toEqual([])
})

it('runs five at once', async () => {
  let open = 0
  let most = 0
  await inTurn(items, 0, always, async () => {
    open += 1
    most = Math.max(most, open)
    await new Promise((resolve) => setImmediate(resolve))
    open -= 1
  })
  expect(most).toBe(5)
})

it('leaves out what there is no time for', async () => {
  let left = 6
  const mayStart = () => {
    left -= 1
    return left >= 0
  }
  expect(await inTurn(items, 2, mayStart, async (item) => item)).toEqual(
    ['a', undefined, 'c', 'd', 'e', 'f', 'g'].map((item) => item),
  )
})
