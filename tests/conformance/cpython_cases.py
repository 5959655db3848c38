#!/usr/bin/python3
"""Holds tests/cpython_cases.txt against CPython's own tests and against ours.

usage: cpython_cases.py PROGRAM...   our test programs, asked for what they have
       cpython_cases.py --print      a table of what is there, to begin from

Each case of Debian's test_asyncore and test_asynchat (libpython3.11-testsuite), those of classes
inherited from included, has a row, and no row is of a case that is not there. A row names the file
and the test case that is its counterpart, which has to be in one of the programs, or gives a
reason.
"""
import ast
import pathlib
import subprocess
import sys
import sysconfig

TESTS = pathlib.Path(__file__).resolve().parent.parent
ORIGINALS = ("test_asyncore", "test_asynchat")


def cases(module):
    """{Class.method} of every class that unittest would load."""
    path = pathlib.Path(sysconfig.get_path("stdlib")) / "test" / f"{module}.py"
    if not path.exists():
        sys.exit(f"{path} is not there: tests/install test installs libpython3.11-testsuite")
    classes = {node.name: node for node in ast.parse(path.read_text()).body
               if isinstance(node, ast.ClassDef)}

    def bases(name):
        return [base.id for base in classes[name].bases if isinstance(base, ast.Name)]

    def is_test_case(name):
        return "TestCase" in [base.attr for base in classes[name].bases
                              if isinstance(base, ast.Attribute)] or any(
            is_test_case(base) for base in bases(name) if base in classes)

    def methods(name):
        found = {node.name for node in classes[name].body
                 if isinstance(node, ast.FunctionDef) and node.name.startswith("test")}
        return found.union(*(methods(base) for base in bases(name) if base in classes))

    return {f"{name}.{method}" for name in classes if is_test_case(name) for method in methods(name)}


def names_of(program):
    """The test cases of a Catch2 program, which answers with their number."""
    done = subprocess.run([program, "--list-test-names-only"], stdout=subprocess.PIPE, text=True)
    names = set(done.stdout.splitlines())
    if not names:
        sys.exit(f"{program} lists no tests")
    return names


def rows():
    for number, line in enumerate((TESTS / "cpython_cases.txt").read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("|")]
        if len(fields) != 3 or not all(fields):
            sys.exit(f"cpython_cases.txt:{number}: a row is: case | file | name, or: case | none | why")
        yield fields


def main():
    originals = {case for module in ORIGINALS for case in cases(module)}
    if sys.argv[1:] == ["--print"]:
        print("\n".join(sorted(originals)))
        return
    ours = set().union(*map(names_of, sys.argv[1:]))
    complaints = []
    seen = set()
    for case, where, name in rows():
        if case in seen:
            complaints.append(f"{case} has two rows")
        seen.add(case)
        if where == "none":
            continue
        source = TESTS / where
        method = case.split(".")[1]
        if name not in ours:
            complaints.append(f"{case}: no program has the test case '{name}'")
        if not source.exists() or f'"{name.split(" - ")[0]}"' not in source.read_text():
            complaints.append(f"{case}: '{name}' is not in {where}")
        if method not in name:
            complaints.append(f"{case}: '{name}' is not named after it")
    complaints += (f"{case} has no row" for case in sorted(originals - seen))
    complaints += (f"{case} is no case of CPython's" for case in sorted(seen - originals))
    print("\n".join(complaints))
    print(f"{len(originals)} cases of CPython's, {len(seen)} rows, {len(complaints)} complaints")
    sys.exit(1 if complaints or not originals else 0)


main()
