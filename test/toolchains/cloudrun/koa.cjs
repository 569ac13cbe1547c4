// A service as WeChat's template for Koa sets it up; the sample of docs/cloudrun.md comes in below.
const Koa = require('koa')
const Router = require('koa-router')

const router = new Router()

// SAMPLE

const app = new Koa()
app.use(router.routes()).use(router.allowedMethods())

const port = process.env.PORT || 80
const server = app.listen(port, () => console.log(server.address().port))
