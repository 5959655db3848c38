#!/usr/bin/python3
"""The Debian packages and the static program, as whoever installs them meets them.

usage: package_test.py SOURCE_DIR BUILD_DIR
"""
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

BUILD = pathlib.Path(sys.argv.pop())
SOURCE = pathlib.Path(sys.argv.pop())
HERE = SOURCE / "tests" / "package"
STATIC = BUILD / "supervisor_demo" / "package" / "static" / "supervisord"


def run(*command, **options):
    options = {"umask": 0o022, **options}  # whatever that of whoever runs the tests
    ended = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           text=True, **options)
    if ended.returncode:
        raise AssertionError(f"{command} ended with {ended.returncode}\n{ended.stdout[-6000:]}")
    return ended.stdout


def wait_until(condition, limit=30):
    end = time.monotonic() + limit
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {limit} s: {condition}")
        time.sleep(0.02)


def pack(folder, **options):
    run("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", folder, **options)
    return sorted(folder.glob("*.deb"))


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.work = pathlib.Path(cls.folder.name)
        cls.packages = cls.work / "packages"
        cls.development, cls.runtime = pack(cls.packages)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def names(self, package):
        listed = run("sh", "-c", 'dpkg-deb --fsys-tarfile "$1" | tar -t', "sh", package)
        return {name.removeprefix(".").rstrip("/") for name in listed.split()}

    def field(self, name, package):
        return run("dpkg-deb", "-f", package, name).strip()

    def test_a_package_made_again_is_the_same(self):
        again = pack(self.work / "elsewhere" / "again",
                     env={**os.environ, "TZ": "Asia/Tokyo", "LC_ALL": "C", "HOME": "/"})
        for one, two in zip((self.development, self.runtime), again, strict=True):
            self.assertEqual(one.read_bytes(), two.read_bytes(), one.name)

    def test_none_is_made_that_would_close_folders_to_others(self):
        with self.assertRaisesRegex(AssertionError, r"umask 022; cpack"):
            pack(self.work / "closed", umask=0o077)

    def test_nothing_in_a_package_names_where_it_was_built(self):
        for package in (self.development, self.runtime):
            content = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], capture_output=True, check=True).stdout
            for place in (BUILD, SOURCE):
                self.assertFalse(str(place).encode() in content, f"{place} is named in {package.name}")
            # A source as the compiler was told of it, which is not the same in every build.
            self.assertEqual(re.findall(rb"[\w./-]+/\w+\.cpp\0", content), [], package.name)

    def test_it_says_whose_place_it_takes(self):
        self.assertEqual(self.field("Package", self.runtime), "medusa-supervisor")
        for name in ("Conflicts", "Replaces"):
            self.assertEqual(self.field(name, self.runtime), "supervisor")
        self.assertEqual(self.field("Provides", self.runtime), "supervisor (= 4.2.5)")
        self.assertRegex(self.field("Depends", self.runtime), r"libc6 .*libexpat1")

    def test_it_has_a_licence_and_a_changelog(self):
        for package in (self.development, self.runtime):
            papers = "/usr/share/doc/" + self.field("Package", package)
            self.assertLessEqual({f"{papers}/copyright", f"{papers}/changelog.gz"}, self.names(package))
            self.assertRegex(self.field("Maintainer", package), r"^\S.* <\S+@\S+>$")

    def test_what_debians_package_has_ours_has(self):
        peer = SOURCE / "build" / "peers" / "supervisor"
        theirs = {"/" + str(file.relative_to(peer)) for file in peer.rglob("*")}
        theirs = {name for name in theirs if not re.match(r"/usr/(lib|share/doc)(/|$)", name)}
        self.assertIn("/etc/supervisor/conf.d", theirs)
        self.assertEqual(theirs - self.names(self.runtime) - {"/usr/share/man/man1/supervisor.1.gz"}, set())

    def test_its_configuration_holds_what_debians_does(self):
        def lines(file):
            return {re.sub(r"\s*=\s*", "=", re.split(r"\s;", line)[0].strip())
                    for line in file.read_text().splitlines() if line.strip() and not line.startswith(";")}
        self.assertEqual(lines(SOURCE / "supervisor_demo/package/supervisord.conf"),
                         lines(SOURCE / "build/peers/supervisor/etc/supervisor/supervisord.conf"))

    def test_a_clean_debian_takes_it_in_the_place_of_its_own(self):
        # Debian's archive as this host has it, wherever that is written.
        archive = run("apt-get", "indextargets", "--format", "deb $(REPO_URI) $(RELEASE) $(COMPONENT)",
                      "Created-By: Packages", "Origin: Debian")
        self.assertIn(" bookworm main", archive)
        said = run("mmdebstrap", "--quiet", "--variant=minbase", "--include=supervisor", "--format=null",
                   # As the host's apt is told, for its mirror may be older than its dates allow.
                   *[f"--aptopt={line}" for line in run("apt-config", "dump").splitlines()
                     if re.match(r"Acquire::(Check-|https?::)", line) and not line.endswith('"";')],
                   f"--customize-hook=copy-in {shlex.quote(str(self.packages))} /",
                   f"--customize-hook=copy-in {shlex.quote(str(HERE / 'in_clean_root.sh'))} /",
                   '--customize-hook=chroot "$1" sh /in_clean_root.sh',
                   "bookworm", "-", "-", input=archive)
        self.assertIn("all is so", said)

    def test_the_pages_read_as_manual_pages(self):
        for page in (BUILD / "supervisor_demo/package/man").glob("*.gz"):
            self.assertIn(b".SH NAME", subprocess.run(["zcat", page], capture_output=True, check=True).stdout)


class StaticSupervisord(unittest.TestCase):
    def test_it_needs_no_library_and_is_one_file(self):
        for program in (STATIC, STATIC.with_name("supervisorctl")):
            self.assertNotIn("NEEDED", run("readelf", "-d", program))
            self.assertLess(program.stat().st_size, 8 << 20)

    def test_the_dockerfile_copies_what_is_there(self):
        text = (SOURCE / "supervisor_demo/package/Dockerfile").read_text()
        copied = re.findall(r"^COPY (?:--from=build )?(\S+) (\S+)$", text, re.MULTILINE)
        self.assertEqual(len(copied), 3, copied)
        for source, target in copied[1:]:
            place = BUILD / source.removeprefix("/source/build/release/") if source.startswith("/source/") \
                else SOURCE / source
            self.assertTrue(place.exists(), f"{source} is {place}")
            if source.endswith("/"):
                self.assertTrue((place / "supervisord").exists())
                self.assertEqual(target, "/usr/bin/")
        self.assertIn('ENTRYPOINT ["/usr/bin/supervisord", "-n", "-c", "/etc/supervisor/supervisord.conf"]', text)
        self.assertIn("--target static_programs", text)

    @unittest.skipUnless(os.getuid() == 0, "changing the root needs root")
    def test_it_lives_in_a_root_that_has_nothing_else(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            root.chmod(0o755)
            for name in ("usr/bin", "etc/supervisor/conf.d", "run", "dev", "tmp"):
                (root / name).mkdir(parents=True)
            for program in ("supervisord", "supervisorctl"):
                shutil.copy(STATIC.with_name(program), root / "usr/bin")
            shutil.copy(SOURCE / "supervisor_demo/package/container.conf", root / "etc/supervisor/supervisord.conf")
            (root / "etc/passwd").write_text("root:x:0:0::/:/x\nnobody:x:65534:65534::/:/x\n")
            # There is no other program in the root: it supervises itself, with a configuration that waits.
            (root / "inner.conf").write_text("[supervisord]\nlogfile=/tmp/inner.log\npidfile=/tmp/inner.pid\n")
            (root / "tmp").chmod(0o1777)
            (root / "etc/supervisor/conf.d/inner.conf").write_text(
                "[program:inner]\ncommand=/usr/bin/supervisord -n -c /inner.conf\nuser=nobody\n")
            daemon = subprocess.Popen(["chroot", root, "/usr/bin/supervisord", "-n", "-c",
                                       "/etc/supervisor/supervisord.conf"], stdout=subprocess.PIPE, text=True)
            try:
                wait_until(lambda: (root / "tmp/inner.pid").exists() and (root / "tmp/inner.pid").read_text())
                inner = int((root / "tmp/inner.pid").read_text())
                self.assertEqual(os.stat(f"/proc/{inner}").st_uid, 65534)
                ctl = subprocess.run(["chroot", root, "/usr/bin/supervisorctl", "status"], capture_output=True,
                                     text=True).stdout
                self.assertRegex(ctl, r"^inner +(STARTING|RUNNING)")
            finally:
                daemon.send_signal(signal.SIGTERM)
                said = daemon.communicate(timeout=60)[0]
            self.assertEqual(daemon.returncode, 0)
            self.assertIn("spawned: 'inner' with pid", said)
            self.assertIn("stopped: inner", said)


if __name__ == "__main__":
    unittest.main()
