#!/usr/bin/python3
"""The example xmlrpc_server, called by Python's own client.

usage: xmlrpc_server_test.py PROGRAM
"""
import datetime
import http.client
import signal
import subprocess
import sys
import threading
import unittest
import xmlrpc.client

PROGRAM = sys.argv.pop()


class Server(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.process = subprocess.Popen([PROGRAM, "0"], stdout=subprocess.PIPE)
        cls.port = int(cls.process.stdout.readline().decode().rsplit(":")[1])
        cls.url = f"http://127.0.0.1:{cls.port}/RPC2"

    @classmethod
    def tearDownClass(cls):
        cls.process.send_signal(signal.SIGTERM)
        assert cls.process.wait(10) == 0
        cls.process.stdout.close()

    def setUp(self):
        self.server = xmlrpc.client.ServerProxy(self.url, allow_none=True, use_builtin_types=True)

    def tearDown(self):
        self.server("close")()

    def test_methods_answer(self):
        self.assertEqual(self.server.add(2, 40), 42)
        self.assertEqual(self.server.add(-2147483648, -1), -2147483649)
        self.assertEqual(self.server.sum([1, 2.5, -0.25]), 3.25)
        self.assertEqual(self.server.reverse("abc"), "cba")
        self.assertEqual(self.server.reverse([1, "b", None]), [None, "b", 1])

    def test_every_type_comes_back_as_it_was_sent(self):
        for value in (0, -1, 2147483647, True, False, None, "", " a\n b ", "<&>\"'", "caf\u00e9 \U0001f600",
                      1.5, -1e-300, b"", bytes(range(256)), datetime.datetime(1998, 7, 17, 14, 8, 55),
                      [], [[], [1, [2]]], {}, {"a": 1, "b": {"c": [None]}, "": "empty"}):
            with self.subTest(value=value):
                came = self.server.echo(value)
                self.assertEqual((came, type(came)), (value, type(value)))

    def test_faults_have_their_codes(self):
        for call, code in ((lambda: self.server.divide(1, 0), 1), (lambda: self.server.none(), -32601),
                           (lambda: self.server.add(1), -32602), (lambda: self.server.add("1", 2), -32602),
                           (lambda: self.server.system.methodHelp("none"), -32601)):
            with self.assertRaises(xmlrpc.client.Fault) as caught:
                call()
            self.assertEqual(caught.exception.faultCode, code)

    def test_introspection(self):
        names = self.server.system.listMethods()
        self.assertEqual(names, sorted(names))
        self.assertIn("system.multicall", names)
        for name in names:
            self.assertTrue(self.server.system.methodHelp(name))
            self.assertTrue(self.server.system.methodSignature(name))
        self.assertEqual(self.server.system.methodSignature("reverse"),
                         [["string", "string"], ["array", "array"]])

    def test_multicall(self):
        many = xmlrpc.client.MultiCall(self.server)
        many.add(1, 2)
        many.later(1)
        many.divide(1, 0)
        many.echo([1])
        results = many()
        self.assertEqual((results[0], results[1], results[3]), (3, "late", [1]))
        with self.assertRaises(xmlrpc.client.Fault):
            results[2]

    def test_a_late_answer_keeps_no_one_waiting(self):
        answers = []

        def ask():
            with xmlrpc.client.ServerProxy(self.url) as server:
                answers.append(server.later(3000))

        slow = threading.Thread(target=ask)
        slow.start()
        self.assertEqual(self.server.add(1, 1), 2)
        self.assertEqual(answers, [])
        slow.join()
        self.assertEqual(answers, ["late"])

    def test_what_is_no_call_is_refused(self):
        for body, kind, status in ((b"<methodCall/>", "text/xml", 400), (b"nonsense", "text/xml", 400),
                                   (b"<!DOCTYPE a []><methodCall/>", "text/xml", 400),
                                   (b"a=1", "text/plain", 415)):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("POST", "/RPC2", body, {"Content-Type": kind})
            self.assertEqual(connection.getresponse().status, status)
            connection.close()

    def test_utf_16_is_read_and_a_large_value_is_carried(self):
        document = xmlrpc.client.dumps(("\u20ac",), "echo").encode("utf-16")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("POST", "/RPC2", document, {"Content-Type": "text/xml"})
        self.assertEqual(xmlrpc.client.loads(connection.getresponse().read())[0], ("\u20ac",))
        connection.close()
        large = list(range(100000))
        self.assertEqual(self.server.echo(large), large)


if __name__ == "__main__":
    unittest.main()
