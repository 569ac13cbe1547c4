/** A message class, as the compiler of protobufjs writes it: `$root.Name = (function() { … })();` */
const MESSAGE = /^\$root\.(\w+) = \(function\(\) \{\n[\s\S]*?^\}\)\(\);$/gm
/** A static method of one: `Name.method = function … { … };` */
const METHOD = /^ {4}(\w+)\.(\w+) = function \w+\([^)]*\) \{\n[\s\S]*?^ {4}\};$/gm

/**
 * Replaces message classes, and static methods of those that stay, in a module that the compiler of
 * protobufjs wrote.
 *
 * @param {string} source
 * @param {(part: string) => string | undefined} replacement - gets `Name` and `Name.method`;
 *   undefined keeps it
 */
export const replaceMessages = (source, replacement) =>
  source.replace(MESSAGE, (text, message) => {
    const value = replacement(message)
    if (value !== undefined) return `$root.${message} = ${value};`
    return text.replace(METHOD, (method, owner, name) => {
      const stub = replacement(`${owner}.${name}`)
      return stub === undefined ? method : `    ${owner}.${name} = ${stub};`
    })
  })
