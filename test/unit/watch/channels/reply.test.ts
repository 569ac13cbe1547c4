import { type RobotCodes, robotRefusal, statusRefusal } from '../../../../src/watch/channels/reply'

const CODES: RobotCodes = {
  robot: 'Robo',
  passing: new Map([[45009, 'too frequent']]),
  final: new Map([[93000, 'the key is wrong']]),
}

const refusal = (body: unknown, status = 200) =>
  robotRefusal({ status, text: typeof body === 'string' ? body : JSON.stringify(body) }, CODES)

describe('a robot takes a message', () => {
  it.each([
    { errcode: 0, errmsg: 'ok' },
    { errcode: '0' },
    { code: 0, msg: 'success' },
    { StatusCode: 0, StatusMessage: 'success' },
    { StatusCode: 0, code: 0 },
  ])('%j', (body) => expect(refusal(body)).toBeUndefined())
})

describe('a robot refuses a message', () => {
  const FINAL = {
    message: 'Robo refused the message with 93000: the key is wrong',
    retryable: false,
  }

  it.each([
    { errcode: 93000 },
    { errcode: '93000' },
    { code: 93000 },
    { StatusCode: 93000 },
    { code: 0, StatusCode: 93000 },
    { errcode: 93000, errmsg: 'key 1234 is wrong' },
  ])('%j, in words of ours', (body) => expect(refusal(body)).toEqual(FINAL))

  it('and its code decides, whatever the status', () => {
    for (const status of [400, 429, 500]) expect(refusal({ errcode: 93000 }, status)).toEqual(FINAL)
  })

  it('as too frequent, which passes', () => {
    expect(refusal({ errcode: 45009 })).toEqual({
      message: 'Robo refused the message with 45009: too frequent',
      retryable: true,
    })
  })

  it('with a code that is not known', () => {
    expect(refusal({ errcode: -7 })).toEqual({
      message: 'Robo refused the message with -7: look the code up in the pages of Robo',
      retryable: false,
    })
  })

  it.each([
    [429, true],
    [500, true],
    [502, true],
    [404, false],
  ])('with HTTP %d', (status, retryable) => {
    const expected = { message: `HTTP ${status}`, retryable }
    expect(refusal('<html>', status)).toEqual(expected)
    expect(refusal({ errcode: 0 }, status)).toEqual(expected)
  })

  it.each([
    '',
    '<html>please sign in</html>',
    'null',
    '0',
    '[]',
    '{}',
    '{"errcode":null}',
    '{"errcode":false}',
    '{"errcode":""}',
    '{"errcode":[]}',
    '{"errcode":{}}',
    '{"errcode":1.5}',
    '{"errcode":"ok"}',
  ])('where the reply is none of a robot: %s', (text) => {
    expect(refusal(text)).toEqual({
      message: 'the reply is not that of a Robo robot: check the URL',
      retryable: false,
    })
  })

  it('where the reply was too long to be read', () => {
    expect(robotRefusal({ status: 200, text: undefined }, CODES)?.retryable).toBe(false)
  })
})

describe('the status alone', () => {
  it.each([200, 201, 204, 299])('%d takes a message', (status) => {
    expect(statusRefusal({ status, text: undefined })).toBeUndefined()
  })

  it.each([
    [302, 'HTTP 302, a redirect, which is not followed', false],
    [399, 'HTTP 399, a redirect, which is not followed', false],
    [300, 'HTTP 300, a redirect, which is not followed', false],
    [400, 'HTTP 400', false],
    [428, 'HTTP 428', false],
    [429, 'HTTP 429', true],
    [499, 'HTTP 499', false],
    [500, 'HTTP 500', true],
    [599, 'HTTP 599', true],
    [199, 'HTTP 199', false],
  ])('%d refuses it', (status, message, retryable) => {
    expect(statusRefusal({ status, text: '' })).toEqual({ message, retryable })
  })
})
