/** @typedef {import('./client').ClientCloud} ClientCloud */

/**
 * WeChat can't cancel a call of a function. When the page is hidden, `leave` ends the wait at once
 * without a reply, so that no timer keeps running.
 * @param {ClientCloud | undefined} cloud
 * @returns {{ cloud: ClientCloud | undefined, leave: () => void }}
 */
function leavable(cloud) {
  if (!cloud) return { cloud, leave() {} }
  let leave = () => {}
  /** @type {ClientCloud['callFunction']} */
  const callFunction = (request) =>
    new Promise((resolve, reject) => {
      leave = () => resolve(undefined)
      Promise.resolve(cloud.callFunction(request)).then(resolve, reject)
    })
  return { cloud: { callFunction }, leave: () => leave() }
}

module.exports = { leavable }
