/** A program of one line, to be started. */
console.log("hello");
