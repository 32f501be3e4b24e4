"""Tasks that wait, as coroutines: no other model loads what they import."""
