"""A pytest plugin: the fixture ``alicred_cloud`` is a simulated Alibaba Cloud that every client of the test reaches at the
real addresses, and nothing else. It starts the command in ``ALICRED_COMMAND``, by default ``npx alicred``."""

import json
import os
import shlex
import subprocess
import urllib.error
import urllib.request
from importlib.util import find_spec

import pytest


class AlicredCloud:
    """A running cloud. ``summary`` is what the command prints with ``--json``: keys, ids, addresses, variables."""

    def __init__(self, summary):
        self.summary = summary

    def call(self, method, path, body=None):
        """Calls the control API; returns its JSON, or raises ``AssertionError`` with the reason."""
        url, token = self.summary["control"]["url"], self.summary["control"]["token"]
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{url}/{path}", data, headers, method=method)
        try:  # Not by the proxy, which leads to the services alone.
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as reply:
                return json.loads(reply.read() or "null")
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["reason"]) from None

    def advance(self, duration):
        """Moves the clock, by a duration such as ``"6h"``."""
        return self.call("POST", "clock/advance", {"duration": duration})

    def fault(self, kind, **parameters):
        """Breaks something, such as ``fault("throttling", operation="AssumeRole", times=1)``."""
        return self.call("POST", "faults", {"kind": kind, **parameters})

    def assert_requests(self, count=None, **where):
        """Asserts that so many requests, by default at least one, have these fields in the journal."""
        return self.call("POST", "assert", {"where": where, **({} if count is None else {"count": count})})["count"]

    def assert_no_secrets(self, text):
        self.call("POST", "assert/no-secrets", {"text": text})


@pytest.fixture(scope="session")
def alicred_server():
    command = shlex.split(os.environ.get("ALICRED_COMMAND", "npx --yes alicred")) + ["simulate", "--json", "--until-eof"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield AlicredCloud(json.loads(process.stdout.readline()))
        process.stdin.close()


@pytest.fixture
def alicred_cloud(alicred_server, monkeypatch):
    """A cloud in its first state, whose variables are set for the time of the test: a key, the proxy, the certificate."""
    environment = alicred_server.summary["environment"]
    for name in environment["unset"]:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment["set"].items():
        monkeypatch.setenv(name, value)
    if find_spec("requests"):  # The official clients trust this bundle, whatever the variables say.
        monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", environment["set"]["SSL_CERT_FILE"])
        monkeypatch.setattr("requests.adapters._preloaded_ssl_context", None, raising=False)
    yield alicred_server
    alicred_server.call("POST", "restart")
