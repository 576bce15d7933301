"""A pytest plugin: the fixture ``alicred_cloud`` is a simulated Alibaba Cloud that every client of the test reaches at the
real addresses, and nothing else. It starts the command in ``ALICRED_COMMAND``, by default ``npx alicred``."""

import datetime
import json
import os
import shlex
import subprocess
import sys
import urllib.error
import urllib.request

import pytest


class AlicredCloud:
    """A running cloud. ``summary`` is what the command prints with ``--json``: keys, ids, addresses, variables."""

    def __init__(self, summary):
        self.summary = summary

    def call(self, method, path, body=None):
        """Calls the control API; returns its JSON, or raises ``AssertionError`` with the reason."""
        control = self.summary["control"]
        headers = {"authorization": "Bearer " + control["token"], "content-type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{control['url']}/{path}", data, headers, method=method)
        # Not by the proxy, which leads to the services alone.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request) as reply:
                return json.load(reply) if reply.status != 204 else None
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
    command = shlex.split(os.environ.get("ALICRED_COMMAND", "npx --yes alicred"))
    with subprocess.Popen([*command, "simulate", "--json"], stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline()
        assert line, "the simulated cloud did not start"
        yield AlicredCloud(json.loads(line))
        process.terminate()


@pytest.fixture
def alicred_cloud(alicred_server, monkeypatch):
    """A cloud in its first state, whose variables are set for the time of the test: a key, the proxy, the certificate."""
    variables = alicred_server.summary["variables"]["key"]
    monkeypatch.delenv("ALIBABA_CLOUD_SECURITY_TOKEN", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    # The official clients trust this bundle, whatever the variables say.
    if "requests" in sys.modules or _is_installed("requests"):
        monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", variables["SSL_CERT_FILE"])
        monkeypatch.setattr("requests.adapters._preloaded_ssl_context", None, raising=False)
    yield alicred_server
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    alicred_server.call("PUT", "clock", {"now": now})
    alicred_server.call("POST", "reset")


def _is_installed(module):
    try:
        __import__(module)
    except ImportError:
        return False
    return True
