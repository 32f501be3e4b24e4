/** The items that travel in this package, as data: for tools that copy them in a way of their own. */
export { Catalogue } from "./items/catalogue.ts";
export { type Header, readHeader } from "./items/header.ts";
export { type Ability, folderName, type Item, type ItemFile, takesAbilities } from "./items/item.ts";
