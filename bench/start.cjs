// A platform at its smallest: loads the function in the folder that is its argument, calls it once, and
// tells when it has answered. `console.log` writes nothing, as the measuring process reads the pipe.
console.log = () => undefined

require(process.argv[2])
  .main({}, { time_limit_in_ms: 60000 })
  .then((result) => {
    const told = result.ok === true || result.grayReleasePlan !== undefined
    // In KiB; Node.js 10 has no resourceUsage.
    const peak = process.resourceUsage ? process.resourceUsage().maxRSS : 0
    process.stdout.write(told ? `plan ${peak}` : JSON.stringify(result))
    process.exit()
  })
