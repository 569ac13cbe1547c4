import { main } from '../../../../src/cloud-functions/watch-gray-release'

it('refuses who is neither trusted nor listed', async () =>
  expect(await main({}, {})).toMatchObject({ ok: false, error: { kind: 'forbidden' } }))
