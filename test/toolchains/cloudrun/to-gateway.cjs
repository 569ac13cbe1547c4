// Loaded first: inside a container the certificate is there, and WeChat's API is the gateway.
const fs = require('node:fs')
const http = require('node:http')

const { existsSync } = fs
fs.existsSync = (path) => path === '/app/cert/certificate.crt' || existsSync(path)
const { request } = http
http.request = (url, ...rest) =>
  request(`${process.env.GATEWAY}${url.pathname}${url.search}`, ...rest)
