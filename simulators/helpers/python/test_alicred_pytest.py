"""Run by npm run test:clients, with the official client: every line of the plugin against the real thing."""

import os

import pytest
from alibabacloud_credentials.client import Client
from alibabacloud_credentials.models import Config

ADMIN = {"role_arn": "acs:ram::1000000000000001:role/admin", "role_session_name": "pytest"}


def assume():
    key = {
        "access_key_id": os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        "access_key_secret": os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
    }
    return Client(Config(type="ram_role_arn", **key, **ADMIN)).get_credential()


def test_a_role_at_the_real_address(alicred_cloud):
    assert assume().access_key_id.startswith("STS.")
    alicred_cloud.assert_requests(operation="AssumeRole", decision="allowed", host="sts.aliyuncs.com", count=1)


def test_a_fault_and_a_first_state(alicred_cloud):
    alicred_cloud.assert_requests(count=0)
    alicred_cloud.fault("throttling", operation="AssumeRole")
    with pytest.raises(Exception, match="Throttling"):
        assume()
    with pytest.raises(AssertionError, match="not 5"):
        alicred_cloud.assert_requests(operation="AssumeRole", count=5)


def test_the_clock_and_secrets(alicred_cloud):
    before = alicred_cloud.call("GET", "clock")["nowMs"]
    assert alicred_cloud.advance("6h")["nowMs"] >= before + 6 * 3600 * 1000
    alicred_cloud.assert_no_secrets("nothing")
    with pytest.raises(AssertionError, match="secret"):
        alicred_cloud.assert_no_secrets(os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"])


def test_the_clock_is_back(alicred_cloud):
    assert assume().access_key_id.startswith("STS.")
