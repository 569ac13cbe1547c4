it('starts the command in this process', async () => {
  Object.assign(globalThis, { PACKAGE_VERSION: '9.8.7' })
  const { argv, exitCode } = process
  process.argv = ['node', 'cli.js', '--version']
  const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  const listeners = ['SIGINT', 'SIGTERM'].map((name) => [name, process.listeners(name as 'SIGINT')])
  try {
    require('../../../src/cli/index')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(written.mock.calls.map(([text]) => text)).toEqual(['9.8.7\n'])
  } finally {
    written.mockRestore()
    process.argv = argv
    process.exitCode = exitCode
    for (const [name, before] of listeners as [string, unknown[]][]) {
      for (const listener of process.listeners(name as 'SIGINT')) {
        if (!before.includes(listener)) process.removeListener(name, listener)
      }
    }
  }
})
