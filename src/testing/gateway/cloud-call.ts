import busboy from 'busboy'
import { Root } from 'protobufjs/light'
import { parseJson } from '../../core/read'
import {
  type Arrived,
  CLOUD_PATH,
  type Endpoint,
  toWechat,
  writeFailure,
  writeWechat,
} from './endpoint'
import type { CloudRequest } from './request'

// Names and numbers are those of wx-server-sdk's own protobuf module.
const schema = Root.fromJSON({
  nested: {
    KeyValuePair: { fields: { key: { type: 'string', id: 1 }, value: { type: 'bytes', id: 2 } } },
    OpenApiData: { fields: { pairs: { rule: 'repeated', type: 'KeyValuePair', id: 1 } } },
    CommApiData: {
      fields: { openapiData: { type: 'OpenApiData', id: 2 }, appid: { type: 'string', id: 6 } },
    },
    CommOpenApiResp: {
      fields: {
        respData: { type: 'bytes', id: 1 },
        contentType: { type: 'string', id: 2 },
        errorCode: { type: 'int32', id: 3 },
        httpCode: { type: 'uint32', id: 4 },
      },
    },
  },
})
const CommApiData = schema.lookupType('CommApiData')
const CommOpenApiResp = schema.lookupType('CommOpenApiResp')

const ACTION = 'wx.openApi'
const API = 'operation.getGrayReleasePlan'

/** Calls of `cloud.openapi`: a form with a protobuf message in it, and WeChat's reply in another one. */
export const cloudCalls = {
  isAt: ({ pathname }) => pathname === CLOUD_PATH,

  async receive(arrived) {
    const { action = '', apiName = '', requestData = '', ...fields } = await readForm(arrived)
    if (action !== ACTION) throw new Error(`the action ${action}; ${ACTION} is`)
    const message = CommApiData.decode(Buffer.from(requestData, 'latin1')) as unknown as {
      openapiData?: { pairs: { key: string; value: Uint8Array }[] }
      appid: string
    }
    const pairs = message.openapiData?.pairs ?? []
    return {
      kind: 'cloud',
      ...arrived.received,
      action,
      apiName: utf8(apiName),
      ...(message.appid && { appid: message.appid }),
      data: Object.fromEntries(pairs.map(({ key, value }) => [key, readValue(value)])),
      fields: Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, utf8(text)])),
    }
  },

  reject: ({ apiName }) => (apiName === API ? undefined : { wechat: { errorCode: -604100 } }),
  way: 'cloud',

  write(reply) {
    const { body: respData, contentType } = writeWechat(reply)
    const { errorCode } = toWechat(reply).wechat
    const envelope = { httpCode: 200, respData, contentType, ...(errorCode && { errorCode }) }
    const body = CommOpenApiResp.encode(envelope).finish()
    return writeFailure(reply) ?? { contentType: 'application/octet-stream', body }
  },
} satisfies Endpoint<CloudRequest>

/** The parts of a form, with one character for each byte, because one of them is binary. */
function readForm({ received, body }: Arrived): Promise<{ [name: string]: string }> {
  return new Promise((resolve, reject) => {
    const parts = new Map<string, string>()
    const parser = busboy({ headers: received.headers, defCharset: 'latin1' })
    parser.on('field', (name, bytes) => parts.set(name, bytes))
    // A part of the type application/octet-stream, like the one with the message, counts as a file.
    parser.on('file', (name, stream) => {
      stream.setEncoding('latin1')
      stream.on('data', (bytes) => parts.set(name, (parts.get(name) ?? '') + bytes))
      // A form that ends inside its file fails here as well as in the parser.
      stream.on('error', reject)
    })
    parser.on('error', reject)
    parser.on('close', () => resolve(Object.fromEntries(parts)))
    parser.end(body)
  })
}

const utf8 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8')

/** The SDK sends every argument as JSON, but files as they are. */
function readValue(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes).toString('utf8')
  return parseJson(text) ?? text
}
