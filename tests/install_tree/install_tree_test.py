#!/usr/bin/python3
"""What cmake --install leaves, used as someone outside uses it. Needs no network.

usage: install_tree_test.py SOURCE_DIR BUILD_DIR CXX
"""
import concurrent.futures
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest
import urllib.request
import xmlrpc.client

CXX = sys.argv.pop()
BUILD = pathlib.Path(sys.argv.pop())
SOURCE = pathlib.Path(sys.argv.pop())
HERE = SOURCE / "tests" / "install_tree"
LAYERS = ("asyncore", "asynchat", "medusa")
# What the libraries are built with, and their users must not have to have.
INSIDE = ("asio", "asio.hpp", "openssl", "expat.h", "expat_external.h", "expat_config.h", "fmt",
          "zlib.h")


def run(*command, **options):
    ended = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if ended.returncode:
        raise AssertionError(f"{command} ended with {ended.returncode}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


class Server:
    """A program that prints the port it listens on."""

    def __init__(self, program, *arguments):
        self.process = subprocess.Popen([str(program), *arguments], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class InstallTree(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.work = pathlib.Path(cls.folder.name)
        # Staged for one prefix, as a package is built, and then moved: nothing may name either.
        run("cmake", "--install", BUILD, "--prefix", "/usr/local",
            env={**os.environ, "DESTDIR": str(cls.work / "stage")})
        cls.prefix = cls.work / "elsewhere" / "medusa"
        cls.prefix.parent.mkdir()
        shutil.move(cls.work / "stage" / "usr" / "local", cls.prefix)
        cls.include = cls.prefix / "include" / "medusa"
        cls.pkgconfig = next(cls.prefix.rglob("medusa.pc")).parent

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def assert_answers(self, program):
        with Server(program) as server, \
                socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
            client.sendall(b"one\ntw")
            client.sendall(b"o\n")
            reader = client.makefile("rb")
            self.assertEqual([reader.readline(), reader.readline()], [b"ONE\n", b"TWO\n"])

    def assert_sums(self, program):
        with Server(program) as server:
            def client(password):
                return xmlrpc.client.ServerProxy(f"http://ann:{password}@127.0.0.1:{server.port}/RPC2")
            with client("secret") as known:
                self.assertEqual(known.sum(1, 20, 300), 321)
            with client("guess") as stranger, self.assertRaises(xmlrpc.client.ProtocolError) as refused:
                stranger.sum(1)
            self.assertEqual(refused.exception.errcode, 401)

    def assert_refuses_what_is_no_tls(self, program):
        with socket.create_server(("127.0.0.1", 0)) as server:
            client = subprocess.Popen([str(program), str(server.getsockname()[1])],
                                      stdout=subprocess.PIPE, text=True)
            peer, _ = server.accept()
            with peer:
                peer.sendall(b"220 a plain greeting\r\n")
                self.assertEqual(client.communicate(timeout=30)[0], "tls_error\n")

    def assert_answers_by_https(self, program):
        files = [str(self.work / name) for name in ("cert.pem", "key.pem")]
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2",
            "-out", files[0], "-keyout", files[1])
        with Server(program, *files) as server, \
                urllib.request.urlopen(f"https://localhost:{server.port}/", timeout=30,
                                       context=ssl.create_default_context(cafile=files[0])) as answer:
            self.assertEqual(answer.read(), b"safe")

    def configure(self, folder, *settings):
        run("cmake", "-S", HERE, "-B", self.work / folder, f"-DCMAKE_CXX_COMPILER={CXX}", *settings)

    def configure_installed(self, folder, *settings):
        self.configure(folder, f"-DCMAKE_PREFIX_PATH={self.prefix}", *settings)

    def pkg_config(self, *arguments):
        return run("pkg-config", *arguments,
                   env={**os.environ, "PKG_CONFIG_PATH": str(self.pkgconfig)}).split()

    def test_the_headers_installed_are_the_public_ones(self):
        public = {str(header.relative_to(SOURCE)) for layer in LAYERS
                  for header in (SOURCE / layer).rglob("*.hpp") if header.parent.name != "examples"
                  and "// Internal:" not in "".join(header.read_text().splitlines()[:2])}
        installed = {str(file.relative_to(self.include)) for file in self.include.rglob("*")
                     if file.is_file()}
        self.assertEqual(installed, public)
        self.assertIn("asynchat/asynchat.hpp", installed)
        self.assertNotIn("asyncore/reactor.hpp", installed)
        everything = [file.name for file in (self.prefix / "include").rglob("*") if file.is_file()]
        self.assertEqual(len(everything), len(installed), "headers beside include/medusa")

    def test_each_header_stands_alone_and_includes_nothing_the_libraries_are_built_with(self):
        poison = self.work / "poison"
        for root in (pathlib.Path("/usr/include"), *pathlib.Path("/usr/include").glob("*-linux-gnu*")):
            for name in INSIDE:
                found = root / name
                for header in ([found] if found.is_file() else found.rglob("*")):
                    if header.is_file():
                        fake = poison / header.relative_to(root)
                        fake.parent.mkdir(parents=True, exist_ok=True)
                        fake.write_text(f"#error {header} is included\n")
        for needed in ("asio.hpp", "asio/io_context.hpp", "openssl/ssl.h", "expat.h", "fmt/core.h",
                       "zlib.h"):
            self.assertTrue((poison / needed).is_file(), f"{needed} is not poisoned")

        def errors(text):
            return subprocess.run(
                [CXX, "-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only",
                 f"-I{poison}", f"-I{self.include}", "-x", "c++", "-"],
                input=text, capture_output=True, text=True).stderr

        self.assertIn("is included", errors("#include <openssl/ssl.h>\n"))
        headers = sorted(header.relative_to(self.include) for header in self.include.rglob("*.hpp"))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as several:
            for header, found in zip(headers, several.map(
                    lambda header: errors(f'#include "{header}"\n#include "{header}"\n'), headers)):
                self.assertEqual(found, "", header)

    def test_find_package_gives_all_libraries(self):
        self.configure_installed("found", "-DWANTED_VERSION=0.1")
        run("cmake", "--build", self.work / "found")
        self.assert_answers(self.work / "found" / "upper_server")
        self.assert_sums(self.work / "found" / "web_server")
        self.assert_refuses_what_is_no_tls(self.work / "found" / "tls_client")
        self.assert_answers_by_https(self.work / "found" / "https_server")

    def test_find_package_of_medusa_tls_alone_finds_all_it_needs(self):
        self.configure_installed("https", "-DWANTED_COMPONENTS=medusa_tls")
        run("cmake", "--build", self.work / "https", "--target", "https_server")
        self.assert_answers_by_https(self.work / "https" / "https_server")

    def test_find_package_of_a_component_looks_for_no_more_than_it_needs(self):
        self.configure_installed("component", "-DWANTED_COMPONENTS=asynchat",
                                 "-DCMAKE_DISABLE_FIND_PACKAGE_EXPAT=ON",
                                 "-DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON")
        run("cmake", "--build", self.work / "component")
        self.assert_answers(self.work / "component" / "upper_server")

    def test_find_package_refuses_another_version_and_an_unknown_component(self):
        with self.assertRaisesRegex(AssertionError, "version"):
            self.configure_installed("newer", "-DWANTED_VERSION=9.0")
        with self.assertRaisesRegex(AssertionError, "gopher"):
            self.configure_installed("unknown", "-DWANTED_COMPONENTS=gopher")

    def test_a_part_of_another_project_is_the_libraries_alone(self):
        self.configure("part", f"-DMEDUSA_SOURCE={SOURCE}")
        run("cmake", "--build", self.work / "part", "--target", "upper_server", "--parallel", "2")
        self.assert_answers(self.work / "part" / "upper_server")
        run("cmake", "--install", self.work / "part", "--prefix", self.work / "nothing")
        self.assertFalse((self.work / "nothing").exists(), "medusa installs itself unasked")

    def test_pkg_config_says_all_that_a_compiler_needs(self):
        for package, source, check in (
                ("medusa-asynchat", "upper_server", self.assert_answers),
                ("medusa", "web_server", self.assert_sums),
                ("medusa-asyncore-tls", "tls_client", self.assert_refuses_what_is_no_tls),
                ("medusa-tls", "https_server", self.assert_answers_by_https)):
            for how in ([], ["--static"]):
                program = self.work / f"{source}{len(how)}"
                flags = self.pkg_config("--cflags", "--libs", *how, package)
                run(CXX, "-std=c++20", HERE / f"{source}.cpp", *flags, "-o", program)
                check(program)
        self.assertFalse([flag for flag in self.pkg_config("--libs", "medusa-asynchat")
                          if flag in ("-lcrypto", "-lexpat", "-lz")])
        self.assertEqual(self.pkg_config("--modversion", "medusa"),
                         self.pkg_config("--modversion", "medusa-asyncore"))

    def test_the_readme_builds_as_it_stands(self):
        readme = (SOURCE / "README.md").read_text()
        project = self.work / "mine"
        project.mkdir()
        for file, language in (("CMakeLists.txt", "cmake"), ("mine.cpp", "cpp")):
            (project / file).write_text(readme.split(f"```{language}\n", 1)[1].split("```", 1)[0])
        run("cmake", "-S", project, "-B", project / "build", f"-DCMAKE_CXX_COMPILER={CXX}",
            f"-DCMAKE_PREFIX_PATH={self.prefix}")
        run("cmake", "--build", project / "build")

    def test_nothing_installed_names_the_prefix_the_source_or_the_build(self):
        for file in self.prefix.rglob("*"):
            if file.suffix in (".cmake", ".pc", ".hpp"):
                for place in ("/usr/local", str(SOURCE), str(BUILD)):
                    self.assertNotIn(place, file.read_text(), file)

    def test_the_programs_are_installed(self):
        for program in ("supervisord", "supervisorctl"):
            run(self.prefix / "bin" / program, "--help")


if __name__ == "__main__":
    unittest.main()
