"""Two functions, one after the other.

Shows: what a program does without any concurrency: a call is over before the next one begins.
Run: python3 packages/python-examples/src/sequential/two_functions.py
Needs: Python 3.9
Twin: packages/core/src/examples/sequential/two-functions.ts
"""


def do_first() -> None:
    print("doFirst is running")


def do_second() -> None:
    print("doSecond is running")


# However often you run it: the first line is the first.
do_first()
do_second()
