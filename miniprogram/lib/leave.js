/** @typedef {import('./client').ClientCloud} ClientCloud */

/**
 * WeChat can't cancel a call of a function. A page that goes out of sight leaves it: whoever waits is
 * told at once that nothing came, so that no timer goes on.
 * @param {ClientCloud | undefined} cloud
 * @returns {{ cloud: ClientCloud | undefined, leave: () => void }}
 */
function leavable(cloud) {
  if (!cloud) return { cloud, leave() {} }
  let leave = () => {}
  /** @type {ClientCloud['callFunction']} */
  const callFunction = (request) => ({
    // biome-ignore lint/suspicious/noThenProperty: a promise would tell later, and the timer go on till then
    then(/** @type {(reply: unknown) => void} */ tell, /** @type {(why: unknown) => void} */ fail) {
      leave = () => tell(undefined)
      Promise.resolve(cloud.callFunction(request)).then(tell, fail)
    },
  })
  return { cloud: { callFunction }, leave: () => leave() }
}

module.exports = { leavable }
