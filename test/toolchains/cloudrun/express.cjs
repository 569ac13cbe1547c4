// A service as WeChat's template for Express sets it up; the sample of docs/cloudrun.md comes in below.
const express = require('express')

const app = express()
app.use(express.urlencoded({ extended: false }))
app.use(express.json())

// SAMPLE

const port = process.env.PORT || 80
const server = app.listen(port, () => console.log(server.address().port))
