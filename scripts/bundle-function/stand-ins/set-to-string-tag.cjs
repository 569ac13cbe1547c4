'use strict'
// Does what form-data uses es-set-tostringtag for, without the nine packages that it brings along to
// guard against changed built-ins.

module.exports = (object, value) => {
  if (Object.getOwnPropertyDescriptor(object, Symbol.toStringTag)) return
  Object.defineProperty(object, Symbol.toStringTag, { value, configurable: true })
}
