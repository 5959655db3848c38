#!/usr/bin/python3
"""static_server, asked by curl.

usage: static_server_test.py SOURCE_DIR BUILD_DIR
"""
import gzip
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv.pop())
SOURCE = pathlib.Path(sys.argv.pop())


class StaticServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.work = pathlib.Path(cls.folder.name)
        cls.root = cls.work / "root"
        (cls.root / "sub").mkdir(parents=True)
        cls.large = bytes(i * i % 251 for i in range(1000)) * 5000
        (cls.root / "large.bin").write_bytes(cls.large)
        cls.page = b"<p>a page of some length</p>\n" * 100
        (cls.root / "page.html").write_bytes(cls.page)
        (cls.root / "book.txt").write_bytes(cls.page * 1000)
        (cls.root / "sub" / "a b&c.txt").write_text("name")
        cls.server = subprocess.Popen([str(BUILD / "medusa" / "static_server"), "0", str(cls.root)],
                                      stdout=subprocess.PIPE, text=True)
        cls.url = "http://" + cls.server.stdout.readline().split()[-1]

    @classmethod
    def tearDownClass(cls):
        cls.server.send_signal(signal.SIGTERM)
        ended = cls.server.wait(20)
        cls.server.stdout.close()
        cls.folder.cleanup()
        if ended != 0:
            raise AssertionError(f"static_server ended with {ended}")

    def curl(self, target, *options):
        """The head, in lower case, and the body of the last answer."""
        heads = self.work / "heads"
        body = subprocess.run(["curl", "-sS", "--max-time", "30", "-D", str(heads), *options,
                               self.url + target], capture_output=True, check=True).stdout
        return heads.read_text().strip().split("\n\n")[-1].lower(), body

    def test_whole_files(self):
        head, body = self.curl("/large.bin")
        self.assertEqual(body, self.large)
        self.assertIn("content-type: application/octet-stream", head)
        self.assertEqual(self.curl("/page.html")[1], self.page)
        self.assertIn(f"content-length: {len(self.large)}", self.curl("/large.bin", "-I")[0])

    def test_ranges(self):
        for asked, expected in (("0-99", self.large[:100]), ("-7", self.large[-7:]),
                                ("4999990-", self.large[4999990:])):
            head, body = self.curl("/large.bin", "-r", asked)
            self.assertIn(" 206 ", head)
            self.assertEqual(body, expected)
        head, body = self.curl("/large.bin", "-r", "0-99,1000-1099")
        boundary = re.search("boundary=(.*)", head)[1].strip().encode()
        parts = body.split(b"\r\n--" + boundary)
        self.assertEqual([part.split(b"\r\n\r\n", 1)[1] for part in parts[1:-1]],
                         [self.large[:100], self.large[1000:1100]])
        self.assertIn(" 416 ", self.curl("/large.bin", "-r", "5000000-")[0])

    def test_a_broken_download_goes_on(self):
        file = self.work / "download"
        file.write_bytes(self.large[:1234567])
        self.curl("/large.bin", "-C", "-", "-o", str(file))
        self.assertEqual(file.read_bytes(), self.large)

    def test_what_is_there_already_is_not_sent(self):
        tags, file = self.work / "tags", self.work / "page"
        first, _ = self.curl("/page.html", "--etag-save", str(tags), "-o", str(file))
        self.assertIn(" 200 ", first)
        head, body = self.curl("/page.html", "--etag-compare", str(tags))
        self.assertIn(" 304 ", head)
        self.assertEqual(body, b"")
        os.utime(file, (os.stat(self.root / "page.html").st_mtime,) * 2)
        self.assertIn(" 304 ", self.curl("/page.html", "-z", str(file))[0])

    def test_compressed(self):
        for name, expected in (("page.html", self.page), ("book.txt", self.page * 1000)):
            head, body = self.curl("/" + name, "--compressed")
            self.assertIn("content-encoding: gzip", head)
            self.assertEqual(body, expected)
            raw = self.curl("/" + name, "-H", "Accept-Encoding: gzip")[1]
            self.assertLess(len(raw), len(expected) // 10)
            self.assertEqual(gzip.decompress(raw), expected)

    def test_a_directory_leads_to_its_files(self):
        _, page = self.curl("/sub", "-L")
        link = re.search(rb'href="\./(a[^"]*)"', page)[1].decode()
        self.assertEqual(self.curl("/sub/" + link)[1], b"name")


if __name__ == "__main__":
    unittest.main()
