/** Says that it is there, and stays. */
(self as unknown as Worker).addEventListener("message", () => {});
(self as unknown as Worker).postMessage("ready");
