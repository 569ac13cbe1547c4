export default { pages: ['pages/index/index'], cloud: true }
