/** A loader of webpack for TypeScript whose types can be taken out. */
module.exports = (source) => require("node:module").stripTypeScriptTypes(source);
