// A function that does nothing: what starting Node.js costs.
exports.main = async () => ({ ok: true })
