// Counts in a fileStore as fast as it can, until it is killed; writes each number that it stored.
const { fileStore } = require('../../dist/watch.js')

const [folder, last] = process.argv.slice(2)
const store = fileStore(folder)

async function count() {
  for (;;) {
    const before = await store.get('counter')
    const next = Number(before ?? 0) + 1
    if (next > Number(last)) return
    if (await store.compareAndSet('counter', before, String(next))) process.send(next)
  }
}

count().then(() => process.disconnect())
