import busboy from 'busboy'
import { Root } from 'protobufjs/light'
import { parseJson } from '../../core/read'
import type { CloudRequest } from './request'

// Names and numbers are those of wx-server-sdk's own protobuf module.
const schema = Root.fromJSON({
  nested: {
    KeyValuePair: {
      fields: {
        key: { type: 'string', id: 1 },
        value: { type: 'bytes', id: 2 },
        contenttype: { type: 'string', id: 3 },
        filename: { type: 'string', id: 4 },
      },
    },
    OpenApiData: { fields: { pairs: { rule: 'repeated', type: 'KeyValuePair', id: 1 } } },
    CommApiData: {
      fields: {
        apiType: { type: 'int32', id: 1 },
        openapiData: { type: 'OpenApiData', id: 2 },
        appid: { type: 'string', id: 6 },
      },
    },
    HttpHeader: {
      fields: { key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } },
    },
    CommOpenApiResp: {
      fields: {
        respData: { type: 'bytes', id: 1 },
        contentType: { type: 'string', id: 2 },
        errorCode: { type: 'int32', id: 3 },
        httpCode: { type: 'uint32', id: 4 },
        headers: { rule: 'repeated', type: 'HttpHeader', id: 5 },
        svrkitErrorCode: { type: 'int32', id: 6 },
      },
    },
  },
})
const CommApiData = schema.lookupType('CommApiData')
const CommOpenApiResp = schema.lookupType('CommOpenApiResp')

/** What a call of the SDK holds. */
export type CloudCall = Pick<CloudRequest, 'action' | 'apiName' | 'appid' | 'data' | 'fields'>

/**
 * Reads the form that the SDK sends, and the protobuf message in it.
 *
 * @throws if the body is not such a form
 */
export async function readCloudCall(
  headers: { [name: string]: string | string[] | undefined },
  body: Buffer,
): Promise<CloudCall> {
  const { action, apiName, requestData, ...fields } = await readForm(headers, body)
  const message = CommApiData.decode(Buffer.from(requestData ?? '', 'latin1')) as unknown as {
    openapiData?: { pairs: { key: string; value: Uint8Array }[] }
    appid: string
  }
  const pairs = message.openapiData?.pairs ?? []
  return {
    action: utf8(action ?? ''),
    apiName: utf8(apiName ?? ''),
    ...(message.appid && { appid: message.appid }),
    data: Object.fromEntries(pairs.map(({ key, value }) => [key, readValue(value)])),
    fields: Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, utf8(text)])),
  }
}

/** What the SDK decodes a reply from. */
export interface CloudEnvelope {
  /** WeChat's own answer. */
  respData: Uint8Array
  contentType: string
  errorCode?: number
}

/** Puts WeChat's answer into the envelope that the SDK expects. */
export const writeCloudReply = (envelope: CloudEnvelope): Uint8Array =>
  CommOpenApiResp.encode({ httpCode: 200, ...envelope }).finish()

/** The parts of a form, with one character for each byte, since one of them is binary. */
function readForm(
  headers: { [name: string]: string | string[] | undefined },
  body: Buffer,
): Promise<{ [name: string]: string }> {
  return new Promise((resolve, reject) => {
    const parts: [name: string, bytes: string][] = []
    const parser = busboy({ headers, defCharset: 'latin1' })
    parser.on('field', (name, bytes) => parts.push([name, bytes]))
    // A part of the type application/octet-stream, as that with the message is, counts as a file.
    parser.on('file', (name, stream) => {
      let bytes = ''
      stream.setEncoding('latin1')
      stream.on('data', (chunk) => {
        bytes += chunk
      })
      stream.on('end', () => parts.push([name, bytes]))
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
