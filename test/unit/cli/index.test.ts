it('starts the command in this process', async () => {
  Object.assign(globalThis, { PACKAGE_VERSION: '9.8.7' })
  const { argv } = process
  process.argv = ['node', 'cli.js', '--version']
  const written: string[] = []
  const write = (text: unknown, done?: unknown) => {
    written.push(String(text))
    if (typeof done === 'function') done()
    return true
  }
  for (const output of [process.stdout, process.stderr]) {
    jest.spyOn(output, 'write').mockImplementation(write)
  }
  const listeners = ['SIGINT', 'SIGTERM'].map((name) => [name, process.listeners(name as 'SIGINT')])
  try {
    const status = await new Promise((resolve) => {
      jest.spyOn(process, 'exit').mockImplementation(resolve as never)
      require('../../../src/cli/index')
    })
    expect([status, written.join('')]).toEqual([0, '9.8.7\n'])
  } finally {
    jest.restoreAllMocks()
    process.argv = argv
    for (const [name, before] of listeners as [string, unknown[]][]) {
      for (const listener of process.listeners(name as 'SIGINT')) {
        if (!before.includes(listener)) process.removeListener(name, listener)
      }
    }
  }
})
