"""Submit tasks with two arguments, by position and by name, to threads.

Shows: what stands behind the function is handed to it as it is; a wrong name raises where the result is read.
Run: python3 packages/python-examples/src/threading/named_arguments.py
Needs: Python 3.9
Twin: packages/node-examples/src/threading/named-arguments.ts
"""

from concurrent.futures import ThreadPoolExecutor


def join(parameter_1: int, parameter_2: int) -> str:
    return f"{parameter_1} and {parameter_2}"


with ThreadPoolExecutor() as executor:
    # By position; a pair you have already is unpacked with one star.
    pair = (3, 4)
    print(executor.submit(join, 1, 2).result())
    print(executor.submit(join, *pair).result())

    # By name; a dictionary you have already is unpacked with two. The order of the names means nothing.
    print(executor.submit(join, **{"parameter_1": 5, "parameter_2": 6}).result())
    print(executor.submit(join, parameter_2=8, parameter_1=7).result())

    # `map` takes one list for each argument, by position.
    for text in executor.map(join, (9, 11), (10, 12)):
        print(text)

    # Nothing checks the names before the call is made.
    try:
        executor.submit(join, parameter_1=13, parameter_3=14).result()
    except TypeError as error:
        print(error)
