// A `Store` of wx-gray-release-plan on Redis: what the watchers saw, and the tokens.

/** Replaces a value only if it is still the one that was read. Redis runs a script as one step. */
const COMPARE_AND_SET = `local found = redis.call('GET', KEYS[1]) or ''
if found ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`

/** @param {import('ioredis').Redis} redis */
const redisStore = (redis) => ({
  get: async (key) => (await redis.get(`gray-release:${key}`)) ?? undefined,
  compareAndSet: async (key, before = '', next) =>
    (await redis.eval(COMPARE_AND_SET, 1, `gray-release:${key}`, before, next)) === 1,
})

module.exports = { redisStore }
