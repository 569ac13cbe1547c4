// A `Store` of wx-gray-release-plan on Redis: what watchers saw, and tokens.

/** Replaces a value only if it is still the one that was read; one script, so nothing comes between. */
const COMPARE_AND_SET = `
local found = redis.call('GET', KEYS[1])
if ARGV[1] == 'absent' and found then return 0 end
if ARGV[1] == 'present' and found ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[3])
return 1`

/** @param {import('ioredis').Redis} redis */
function redisStore(redis, prefix = 'gray-release:') {
  return {
    async get(key) {
      return (await redis.get(prefix + key)) ?? undefined
    },
    async compareAndSet(key, before, next) {
      const expected = before === undefined ? ['absent', ''] : ['present', before]
      return (await redis.eval(COMPARE_AND_SET, 1, prefix + key, ...expected, next)) === 1
    },
  }
}

module.exports = { redisStore }
