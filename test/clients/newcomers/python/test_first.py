import os

from alibabacloud_credentials.client import Client
from alibabacloud_credentials.models import Config


def test_assumes_a_role(alicred_cloud):
    config = Config(
        type="ram_role_arn",
        access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        role_arn="acs:ram::1000000000000001:role/admin",
    )
    assert Client(config).get_credential().access_key_id.startswith("STS.")
    assert alicred_cloud.assert_requests(operation="AssumeRole") == 1
