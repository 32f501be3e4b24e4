import { downloads } from "../download-site.ts";

export default downloads(1);
