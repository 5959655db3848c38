#!/usr/bin/python3
"""The end to end tests that come with Debian's supervisor 4.2.5, run against our programs.

usage: supervisors_own.py PACKAGES PROGRAMS
  PACKAGES  the folder that holds Debian's package supervisor
  PROGRAMS  the folder that holds our supervisord, supervisorctl and so on

They start sys.executable with "-m supervisor.supervisord" and the like: that is this file, when it is
called as they call it.
"""
import os
import sys
import tempfile
import unittest
import warnings

this_file = os.path.abspath(__file__)
OURS = {"supervisor.supervisord": "supervisord", "supervisor.supervisorctl": "supervisorctl",
        "supervisor.pidproxy": "pidproxy"}


def take_the_place_of_python(arguments):
    if arguments[0] == "-m" and arguments[1] in OURS:
        program = os.path.join(os.environ["OUR_PROGRAMS"], OURS[arguments[1]])
        os.execv(program, [program, *arguments[2:]])
    if arguments[0] == "-c" and "confecho" in arguments[1]:
        program = os.path.join(os.environ["OUR_PROGRAMS"], "echo_supervisord_conf")
        os.execv(program, [program])
    os.execv("/usr/bin/python3", ["/usr/bin/python3", *arguments])


def run_them(packages, programs):
    folder = tempfile.TemporaryDirectory()
    os.symlink("/usr/bin/python3", f"{folder.name}/python")  # their listeners are run by "python"
    os.chdir(folder.name)  # where some of their daemons log
    os.environ.update(END_TO_END="1", OUR_PROGRAMS=programs, PYTHONPATH=packages, PYTHONDONTWRITEBYTECODE="1",
                      PATH=f"{folder.name}:{os.environ['PATH']}")
    sys.path.insert(0, packages)
    sys.executable = this_file
    warnings.simplefilter("ignore")
    from supervisor.tests import test_end_to_end
    if not os.path.exists(f"{packages}/supervisor/tests/fixtures/hello.sh"):
        del test_end_to_end.EndToEndTests.test_issue_565  # Debian's package lacks the script it runs
    tests = unittest.defaultTestLoader.loadTestsFromModule(test_end_to_end)
    ended = unittest.TextTestRunner(verbosity=2).run(tests)
    return 0 if ended.wasSuccessful() and ended.testsRun - len(ended.skipped) >= 20 else 1


if "OUR_PROGRAMS" in os.environ:
    take_the_place_of_python(sys.argv[1:])
sys.exit(run_them(*map(os.path.abspath, sys.argv[1:])))
