const { createServer } = require('node:http')
const { getGrayReleasePlanOverHttps } = require('wx-gray-release-plan/https')

const { PORT = '8080', CERTIFICATE_FILE: certificateFile, WX_API_BASE_URL: baseUrl } = process.env

const server = createServer(async (_request, response) => {
  // In a container both are left at their defaults; they are here to try it against the gateway.
  const result = await getGrayReleasePlanOverHttps({ cloudRun: { certificateFile } }, { baseUrl })
  response.writeHead(result.ok ? 200 : 502, { 'content-type': 'application/json' })
  response.end(JSON.stringify(result))
})

server.listen(Number(PORT), () => console.log(`listening on ${server.address().port}`))
process.on('SIGTERM', () => server.close())
